import { sessionCookie } from './session-cookie';

describe('the session cookie', () => {
  it('is bound to the host and Secure over https', () => {
    expect(sessionCookie('https://vedette.acme.example')).toEqual({
      name: '__Host-vedette',
      options: { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: 86_400 },
    });
  });

  it.each(['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000', 'http://127.8.9.10'])(
    'is plainly named at %s',
    (url) => {
      expect(sessionCookie(url)).toMatchObject({ name: 'vedette', options: { secure: false, httpOnly: true } });
    },
  );

  it.each(['http://vedette.acme.example', 'http://10.0.0.1', 'http://127.0.0.1.evil.example', 'http://localhost.evil.example', 'ftp://localhost'])(
    'refuses to boot at %s',
    (url) => {
      expect(() => sessionCookie(url)).toThrow('https is needed');
    },
  );
});
