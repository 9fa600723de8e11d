import { passkeyWords } from './passkey-words';

const failed = (name: string, code?: string) => Object.assign(new Error('DOMException: …'), { name, ...(code ? { code } : {}) });

describe('a passkey that failed, in words', () => {
  it('does not claim to know whether it was cancelled or there is none', () => {
    expect(passkeyWords(failed('NotAllowedError', 'ERROR_PASSTHROUGH_SEE_CAUSE_PROPERTY'), 'vedette.example')).toMatch(/cancelled, took too long, or there is none/);
  });

  it('names the place that passkeys belong to', () => {
    expect(passkeyWords(failed('SecurityError', 'ERROR_INVALID_RP_ID'), 'vedette.example')).toContain('belong to vedette.example');
    expect(passkeyWords(failed('SecurityError', 'ERROR_INVALID_DOMAIN'), '127.0.0.1')).toContain('localhost');
  });

  it('says that a device holds one already', () => {
    expect(passkeyWords(failed('InvalidStateError', 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED'), '')).toMatch(/holds a passkey for your account already/);
  });

  it.each([null, undefined, 'text', failed('toString', 'constructor')])('has words for what nobody foresaw: %p', (error) => {
    expect(passkeyWords(error, '')).toBe('The browser could not use a passkey. Try again, or choose another way.');
  });
});
