/** By the library's code: what went wrong, and what to do. */
const byCode: Readonly<Record<string, string>> = {
  ERROR_CEREMONY_ABORTED: 'It was broken off. Try again.',
  ERROR_INVALID_DOMAIN: 'Passkeys belong to a name, and this page was opened under a bare number. Open Vedette under its name; on your own machine that is localhost.',
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: 'This device or security key holds a passkey for your account already. Use another one.',
  ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT: 'This security key cannot check that it is you. Give it a PIN or a fingerprint first, or use another one.',
  ERROR_AUTHENTICATOR_NO_SUPPORTED_PUBKEYCREDPARAMS_ALG: 'This security key is too old for what is asked of it. Use another one.',
  ERROR_AUTHENTICATOR_GENERAL_ERROR: 'The device or security key could not do it. Try again, or use another one.',
};

/** Browsers tell no page whether it was cancelled, took too long, or there is no such passkey: neither can we. */
const byName: Readonly<Record<string, string>> = {
  NotAllowedError: 'No passkey was given: it was cancelled, took too long, or there is none of yours on this device. Try again, or choose another way.',
  SecurityError: 'The browser refuses passkeys on this page. Open Vedette under its own address.',
  NotSupportedError: 'This browser cannot do what is asked of it. Use another one.',
  AbortError: 'It was broken off. Try again.',
};

export const NO_PASSKEYS = 'This browser knows no passkeys. Use a newer one, or choose another way.';

/**
 * What failed in the browser, for a person.
 * @param site to whom the passkeys belong, as the gateway says
 */
export function passkeyWords(error: unknown, site: string): string {
  const { code, name } = (typeof error === 'object' && error !== null ? error : {}) as { code?: unknown; name?: unknown };
  if (code === 'ERROR_INVALID_RP_ID') return `Passkeys for Vedette belong to ${site}, and this page is not there. Open it under that address.`;
  return known(byCode, code) ?? known(byName, name) ?? 'The browser could not use a passkey. Try again, or choose another way.';
}

function known(words: Readonly<Record<string, string>>, key: unknown): string | undefined {
  return typeof key === 'string' && Object.hasOwn(words, key) ? words[key] : undefined;
}
