import type { FastifyReply } from 'fastify';
import { signInLinkMs } from '@vedette/identity';
import type { NewSession, SessionCookie } from '@vedette/identity';

/** The most that browsers grant a cookie. */
const DEVICE_SECONDS = 400 * 24 * 60 * 60;

const SIGN_UP_SECONDS = 24 * 60 * 60;

/** Puts the session into the answer's cookie and takes it out again, and what the browser is known by into its own. */
export class SessionCookies {
  constructor(private readonly cookie: SessionCookie) {}

  set(reply: FastifyReply, session: NewSession): void {
    this.write(reply, this.cookie.name, session.cookieValue, this.cookie.options.maxAge);
    if (session.deviceToken !== undefined) this.write(reply, `${this.cookie.name}-device`, session.deviceToken, DEVICE_SECONDS);
  }

  clear(reply: FastifyReply): void {
    this.write(reply, this.cookie.name, '', 0);
  }

  /** The half of a link to sign in that stays in the browser which asked for it. */
  setLinkHalf(reply: FastifyReply, half: string): void {
    this.write(reply, `${this.cookie.name}-link`, half, signInLinkMs / 1000);
  }

  /** The half of the link of a sign-up; kept whatever the address, as long as the link. */
  setSignUpHalf(reply: FastifyReply, half: string): void {
    this.write(reply, `${this.cookie.name}-sign-up`, half, SIGN_UP_SECONDS);
  }

  private write(reply: FastifyReply, name: string, value: string, maxAge: number): void {
    const { path, secure } = this.cookie.options;
    const parts = [`${name}=${value}`, `Path=${path}`, `Max-Age=${maxAge}`, 'HttpOnly', 'SameSite=Lax'];
    void reply.header('set-cookie', [...parts, ...(secure ? ['Secure'] : [])].join('; '));
  }
}
