import { createHmac, hkdfSync, randomInt } from 'node:crypto';
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { DirectoryDoor } from '@vedette/database';
import { dateFrom, newId } from '@vedette/kernel';
import type { Clock } from '@vedette/kernel';
import { z } from 'zod';
import type { Pepper } from '../api-keys/peppers';
import { hashArtefact } from '../one-time/one-time-artefacts';

export interface SignUpProofsDeps {
  readonly directory: Pick<DirectoryDoor, 'call'>;
  readonly clock: Clock;
  /** The current one. */
  readonly pepper: Pepper;
}

const LASTS_MS = 10 * 60 * 1000;
const MOST_CHARACTERS = 4_000;
const hex = (most: number) => z.string().max(most).regex(/^([0-9a-f]{2})+$/);

const proofSchema = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: z.literal('PBKDF2/SHA-256'),
      cost: z.int().positive(),
      keyLength: z.literal(32),
      nonce: hex(64),
      salt: hex(64),
      keyPrefix: hex(64),
      keySignature: hex(128),
      expiresAt: z.int().positive(),
      data: z.strictObject({ for: z.string().max(100) }),
    }),
    signature: hex(128),
  }),
  solution: z.strictObject({ counter: z.int().min(0).max(1_000_000), derivedKey: hex(64), time: z.number().optional() }),
});

/**
 * Work that a sign-up is asked for in place of a captcha: about a second of a browser, ten minutes to do it, for one address,
 * once. Nothing is stored before it is done, so asking for it cannot be used to fill our memory.
 */
export class SignUpProofs {
  private readonly signing: string;
  private readonly keySigning: string;
  private readonly binding: Buffer;

  constructor(private readonly deps: SignUpProofsDeps) {
    const derived = Buffer.from(hkdfSync('sha256', deps.pepper.secret, Buffer.alloc(0), 'vedette sign-up proof of work', 96));
    this.signing = derived.subarray(0, 32).toString('hex');
    this.keySigning = derived.subarray(32, 64).toString('hex');
    this.binding = derived.subarray(64);
  }

  /** What to solve, as JSON, for altcha 2. @param emailKey for whose sign-up alone it counts */
  async challenge(emailKey: string): Promise<string> {
    const challenge = await createChallenge({
      algorithm: 'PBKDF2/SHA-256',
      // Five thousand rounds for each number tried, and hundreds of numbers: measured in docs/adr/0026-sign-up-guards.md.
      cost: 5_000,
      counter: randomInt(700, 1_400),
      deriveKey,
      data: { for: this.bound(emailKey) },
      expiresAt: Math.floor((this.deps.clock.now() + LASTS_MS) / 1000),
      hmacSignatureSecret: this.signing,
      hmacKeySignatureSecret: this.keySigning,
    });
    return JSON.stringify(challenge);
  }

  /**
   * Whether the work was done for this address, in time, and is used here first: of any number of callers one is told yes.
   * @param proof `{challenge, solution}` as JSON, as it came. @throws Outage
   */
  async spend(emailKey: string, proof: string): Promise<boolean> {
    const parsed = read(proof);
    if (!parsed) return false;
    const { challenge, solution } = parsed;
    const { parameters } = challenge;
    const { directory, clock } = this.deps;
    if (parameters.data.for !== this.bound(emailKey) || parameters.expiresAt * 1000 <= clock.now()) return false;
    const { verified } = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret: this.signing, hmacKeySignatureSecret: this.keySigning });
    if (!verified) return false;
    const hash = hashArtefact('sign-up-proof', parameters.nonce);
    const first = await directory.call('spend_proof', newId(clock.now()), hash, clock.date(), dateFrom(parameters.expiresAt * 1000));
    return first.length > 0;
  }

  private bound(emailKey: string): string {
    return createHmac('sha256', this.binding).update(emailKey).digest('base64url');
  }
}

function read(proof: string): z.output<typeof proofSchema> | undefined {
  if (proof.length > MOST_CHARACTERS) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(proof);
  } catch {
    return undefined;
  }
  return proofSchema.safeParse(json).data;
}
