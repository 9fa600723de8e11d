import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { ApiError } from '@vedette/api-client';
import type { PasskeyOptions } from '@vedette/api-client';
import { NO_PASSKEYS, passkeyWords } from './passkey-words';

/**
 * Asks the browser for a passkey.
 * @param asked the gateway's challenge
 * @returns what the gateway wants to see, as JSON
 * @throws ApiError with words for a person: the gateway's refusal, or `passkey.not_given`
 */
export async function givePasskey(asked: PasskeyOptions): Promise<string> {
  const optionsJSON = read(asked) as PublicKeyCredentialRequestOptionsJSON;
  return JSON.stringify(await said(optionsJSON.rpId, () => startAuthentication({ optionsJSON })));
}

/** Makes one. As `givePasskey`. */
export async function makePasskey(asked: PasskeyOptions): Promise<string> {
  const optionsJSON = read(asked) as PublicKeyCredentialCreationOptionsJSON;
  return JSON.stringify(await said(optionsJSON.rp.id, () => startRegistration({ optionsJSON })));
}

/**
 * Waits until one is chosen among what the browser offers to fill into the e-mail field.
 * @returns null when it was not: something else was done meanwhile
 */
export async function passkeyOfAutofill(asked: PasskeyOptions): Promise<string | null> {
  if (!asked.options) return null;
  const optionsJSON = JSON.parse(asked.options) as PublicKeyCredentialRequestOptionsJSON;
  return startAuthentication({ optionsJSON, useBrowserAutofill: true }).then(
    (answer) => JSON.stringify(answer),
    () => null,
  );
}

function read({ options, userErrors: [refusal] }: PasskeyOptions): unknown {
  if (!options) throw new ApiError(refusal?.code ?? 'passkey.not_given', refusal?.message ?? 'Vedette gave no challenge. Try again in a moment.');
  return JSON.parse(options);
}

async function said<Answer>(site: string | undefined, work: () => Promise<Answer>): Promise<Answer> {
  if (!browserSupportsWebAuthn()) throw new ApiError('passkey.not_given', NO_PASSKEYS);
  try {
    return await work();
  } catch (error) {
    throw new ApiError('passkey.not_given', passkeyWords(error, site ?? ''));
  }
}
