import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

interface Held {
  readonly id: Buffer;
  readonly userHandle: Buffer;
  readonly privateKey: KeyObject;
}

export interface Habits {
  /** The page that the browser says it is on. */
  origin: string;
  rpId: string;
  /** Whether it asks for a finger or a PIN. */
  verifiesUser: boolean;
  /** An authenticator that keeps no counter says 0 for ever. */
  counter: number | null;
  backedUp: boolean;
  /** The attestation that it sends unasked; `self` is signed by the new key. */
  attestation: 'self' | { fmt: string; attStmt: Map<string, unknown> };
}

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const AAGUID = Buffer.from('d5b7b1e02b5b4a2a9f5c8f7a3e1d0c9b', 'hex');

/** Browser and authenticator in one: P-256 keys, real signatures, and habits that a spec may spoil. */
export class SoftwareAuthenticator {
  readonly habits: Habits;
  private readonly held: Held[] = [];

  constructor(habits: Partial<Habits> = {}) {
    this.habits = {
      origin: 'https://vedette.example',
      rpId: 'vedette.example',
      verifiesUser: true,
      counter: 0,
      backedUp: false,
      attestation: { fmt: 'none', attStmt: new Map() },
      ...habits,
    };
  }

  /** `navigator.credentials.create`: the options' JSON in, the response's JSON out. */
  create(optionsJson: string): string {
    const options = JSON.parse(optionsJson) as { challenge: string; user: { id: string } };
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const key = new Map<number, number | Uint8Array>([[1, 2], [3, -7], [-1, 1], [-2, bytes(x)], [-3, bytes(y)]]);
    const id = randomBytes(32);
    this.held.push({ id, userHandle: Buffer.from(options.user.id, 'base64url'), privateKey });
    const authData = Buffer.concat([this.authData(0x40), AAGUID, Buffer.from([0, id.length]), id, isoCBOR.encode(key)]);
    const clientDataJSON = this.clientData('webauthn.create', options.challenge);
    const signed = () => new Uint8Array(sign('sha256', Buffer.concat([authData, sha256(Buffer.from(clientDataJSON, 'base64url'))]), privateKey));
    const { attestation } = this.habits;
    const { fmt, attStmt } = attestation === 'self' ? { fmt: 'packed', attStmt: new Map<string, unknown>([['alg', -7], ['sig', signed()]]) } : attestation;
    const attestationObject = isoCBOR.encode(new Map<string, unknown>([['fmt', fmt], ['attStmt', attStmt], ['authData', new Uint8Array(authData)]]) as never);
    const response = { clientDataJSON, attestationObject: text(attestationObject), transports: ['internal', 'made-up'] };
    return JSON.stringify({ id: text(id), rawId: text(id), type: 'public-key', clientExtensionResults: {}, response });
  }

  /** `navigator.credentials.get` with the newest passkey that the options allow. */
  get(optionsJson: string): string {
    const options = JSON.parse(optionsJson) as { challenge: string; allowCredentials?: { id: string }[] };
    const allowed = options.allowCredentials ?? [];
    const held = this.held.findLast(({ id }) => allowed.length === 0 || allowed.some((each) => each.id === text(id)));
    if (!held) throw new Error('this authenticator holds none of these passkeys');
    const clientDataJSON = this.clientData('webauthn.get', options.challenge);
    const authData = this.authData(0);
    const signature = sign('sha256', Buffer.concat([authData, sha256(Buffer.from(clientDataJSON, 'base64url'))]), held.privateKey);
    const response = { clientDataJSON, authenticatorData: text(authData), signature: text(signature), userHandle: text(held.userHandle) };
    return JSON.stringify({ id: text(held.id), rawId: text(held.id), type: 'public-key', clientExtensionResults: {}, response });
  }

  private clientData(type: string, challenge: string): string {
    return text(Buffer.from(JSON.stringify({ type, challenge, origin: this.habits.origin, crossOrigin: false })));
  }

  private authData(flags: number): Buffer {
    const { rpId, verifiesUser, backedUp } = this.habits;
    const count = Buffer.alloc(4);
    if (this.habits.counter !== null) count.writeUInt32BE(++this.habits.counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags | 0x01 | (verifiesUser ? 0x04 : 0) | (backedUp ? 0x18 : 0)]), count]);
  }
}

function bytes(base64url: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64url, 'base64url'));
}
