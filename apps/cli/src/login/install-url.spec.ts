import { installUrl } from './install-url';

describe('the address of an installation', () => {
  it.each([
    ['https://vedette.example', 'https://vedette.example'],
    ['https://vedette.example:8443/login?x#y', 'https://vedette.example:8443'],
    ['http://127.0.0.1:4000/', 'http://127.0.0.1:4000'],
    ['http://localhost:4000', 'http://localhost:4000'],
    ['http://[::1]:4000', 'http://[::1]:4000'],
  ])('%s is %s', (text, origin) => expect(installUrl(text)).toBe(origin));

  it.each(['', 'vedette.example', 'ftp://vedette.example', 'https://ada:secret@vedette.example', 'http://vedette.example', 'http://127.0.0.1.evil.example'])(
    'is not %s',
    (text) => expect(() => installUrl(text)).toThrow(expect.objectContaining({ name: 'InputFault' })),
  );
});
