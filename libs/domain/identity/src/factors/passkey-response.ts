import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import { refuse } from '../refusals';
import type { RelyingParty } from './relying-party';

/** A browser's answer is 1 to 6 kB; keys of 2048 bits and a long list of extensions fit. */
const MOST_CHARACTERS = 16_384;

/** EdDSA, ES256, RS256: what every authenticator has at least one of. */
export const algorithms = [-8, -7, -257];
const transports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/** As a browser sent it: JSON of the right outline, nothing else is sure yet. */
export interface PasskeyResponse {
  readonly credentialId: string;
  /** What it says it answers to. */
  readonly challenge: string;
  readonly userHandle: string | null;
  readonly json: Record<string, unknown>;
}

export interface NewPasskey {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly signCount: number;
  readonly transports: string[];
  readonly aaguid: string;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
}

/** @throws Refusal `passkey.refused` */
export function readPasskeyResponse(text: string): PasskeyResponse {
  if (text.length > MOST_CHARACTERS) throw refuse('passkey.refused');
  const json = parsed(text);
  const inner = record(json['response']);
  const { challenge } = parsed(Buffer.from(string(inner['clientDataJSON']), 'base64url').toString('utf8'));
  const { userHandle } = inner;
  return { credentialId: string(json['id']), challenge: string(challenge), userHandle: typeof userHandle === 'string' ? userHandle : null, json };
}

/** @throws Refusal `passkey.refused` whatever is wrong with it */
export async function verifyNewPasskey(response: PasskeyResponse, party: RelyingParty): Promise<NewPasskey> {
  const json = response.json as unknown as RegistrationResponseJSON;
  const found = await refusing(async () => {
    checkAttestation(json);
    return verifyRegistrationResponse({
      response: json,
      expectedChallenge: response.challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
  });
  if (!found.verified) throw refuse('passkey.refused');
  const { credential, aaguid, credentialDeviceType, credentialBackedUp } = found.registrationInfo;
  const named: unknown = credential.transports;
  return {
    credentialId: Buffer.from(credential.id, 'base64url'),
    publicKey: Buffer.from(credential.publicKey),
    signCount: credential.counter,
    transports: transports.filter((known) => Array.isArray(named) && named.includes(known)),
    aaguid,
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
  };
}

/** @throws Refusal `passkey.refused` whatever is wrong with it */
export async function verifyPasskeyUse(
  response: PasskeyResponse,
  publicKey: Buffer,
  party: RelyingParty,
): Promise<{ signCount: number; backedUp: boolean }> {
  const { verified, authenticationInfo } = await refusing(() =>
    verifyAuthenticationResponse({
      response: response.json as unknown as AuthenticationResponseJSON,
      expectedChallenge: response.challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      // Counter 0: the database compares counters, in the statement that stores the new one.
      credential: { id: response.credentialId, publicKey: new Uint8Array(publicKey), counter: 0 },
    }),
  );
  if (!verified) throw refuse('passkey.refused');
  return { signCount: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp };
}

/**
 * We ask for no attestation, and browsers then send none, or `packed` signed by the new key itself. Anything with
 * certificates is refused unread: checking those, the library fetches revocation lists from addresses that they name.
 */
function checkAttestation(json: RegistrationResponseJSON): void {
  const attestation = decodeAttestationObject(new Uint8Array(Buffer.from(json.response.attestationObject, 'base64url')));
  const format = attestation.get('fmt');
  const self = format === 'packed' && attestation.get('attStmt').get('x5c') === undefined;
  if (format !== 'none' && !self) throw new Error('attestation with certificates was sent and none was asked for');
}

/** The library throws plain errors about the response, and nothing else can fail in it: it does no I/O here. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw refuse('passkey.refused', { reason: error instanceof Error ? error.message.slice(0, 200) : 'unreadable' });
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return record(JSON.parse(text) as unknown);
  } catch {
    throw refuse('passkey.refused');
  }
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw refuse('passkey.refused');
  return value as Record<string, unknown>;
}

function string(value: unknown): string {
  if (typeof value !== 'string') throw refuse('passkey.refused');
  return value;
}
