import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** GitHub's shape: https://api.github.com/meta/public_keys/secret_scanning */
const fileSchema = z.object({
  public_keys: z.array(z.object({ key_identifier: z.string().min(1).max(200), key: z.string().max(2_000) })).min(1).max(50),
});

/** Public keys of secret scanners, by the name they sign with. */
export class ReporterKeys {
  constructor(private readonly keys: ReadonlyMap<string, KeyObject>) {}

  /** Whether these very bytes were signed (ECDSA P-256, SHA-256, DER in base64) by a scanner we know. */
  isSigned(body: Buffer, by: { readonly identifier: string; readonly signature: string }): boolean {
    const key = this.keys.get(by.identifier);
    if (!key || by.signature.length > 200 || !/^[A-Za-z0-9+/]+={0,2}$/.test(by.signature)) return false;
    return verify('sha256', body, key, Buffer.from(by.signature, 'base64'));
  }
}

/** @throws Error for a file that is missing, malformed, or holds anything but P-256 keys: half a list would refuse true reports */
export function readReporterKeys(path: string): ReporterKeys {
  const { public_keys: listed } = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const keys = listed.map(({ key_identifier: identifier, key }) => {
    const read = createPublicKey(key);
    if (read.asymmetricKeyType !== 'ec' || read.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error(`${path}: the key ${identifier} is not of P-256`);
    return [identifier, read] as const;
  });
  return new ReporterKeys(new Map(keys));
}
