import type { FastifyReply } from 'fastify';
import type { NewSession, SessionCookie } from '@vedette/identity';

/** Puts the session into the answer's cookie and takes it out again. */
export class SessionCookies {
  constructor(private readonly cookie: SessionCookie) {}

  set(reply: FastifyReply, session: NewSession): void {
    this.write(reply, session.cookieValue, this.cookie.options.maxAge);
  }

  clear(reply: FastifyReply): void {
    this.write(reply, '', 0);
  }

  private write(reply: FastifyReply, value: string, maxAge: number): void {
    const { path, secure } = this.cookie.options;
    const parts = [`${this.cookie.name}=${value}`, `Path=${path}`, `Max-Age=${maxAge}`, 'HttpOnly', 'SameSite=Lax'];
    void reply.header('set-cookie', [...parts, ...(secure ? ['Secure'] : [])].join('; '));
  }
}
