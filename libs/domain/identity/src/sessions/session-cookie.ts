import { sessionAbsoluteMs } from './session-lifetime';

export interface SessionCookie {
  readonly name: '__Host-vedette' | 'vedette';
  readonly options: {
    readonly path: '/';
    readonly httpOnly: true;
    readonly secure: boolean;
    readonly sameSite: 'lax';
    /** Seconds. */
    readonly maxAge: number;
  };
}

/**
 * The cookie that carries a session. Over https it has the `__Host-` prefix (RFC 6265bis §4.1.3.2), which a browser
 * only takes as Secure, for this host alone. A plainly named one exists for http on loopback only.
 * @throws Error when the product would be served over http elsewhere: the cookie would travel in the clear
 */
export function sessionCookie(publicUrl: string): SessionCookie {
  const url = new URL(publicUrl);
  const options = { path: '/', httpOnly: true, sameSite: 'lax', maxAge: sessionAbsoluteMs / 1000 } as const;
  if (url.protocol === 'https:') return { name: '__Host-vedette', options: { ...options, secure: true } };
  if (url.protocol === 'http:' && isLoopback(url.hostname)) {
    return { name: 'vedette', options: { ...options, secure: false } };
  }
  throw new Error(`PUBLIC_URL ${url.origin}: https is needed anywhere but on loopback`);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}
