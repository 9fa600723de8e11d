import { z } from 'zod';

/** A named process secret. */
export interface NamedKey {
  readonly id: string;
  /** At least 32 bytes. */
  readonly secret: Buffer;
}

const FORM = /^([a-z0-9-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/;

function parseKey(text: string): NamedKey | undefined {
  const [, id, encoded] = FORM.exec(text.trim()) ?? [];
  const secret = encoded === undefined ? undefined : Buffer.from(encoded, 'base64');
  return id !== undefined && secret !== undefined && secret.length >= 32 ? { id, secret } : undefined;
}

/** `id:base64` */
export const namedKey = z.string().transform((text, context): NamedKey => {
  const key = parseKey(text);
  if (key) return key;
  context.addIssue({ code: 'custom', message: 'expected <id>:<base64 of at least 32 bytes>' });
  return z.NEVER;
});

/** `id:base64[,id:base64]`, the current one first. */
export const namedKeys = z.string().transform((text, context): readonly [NamedKey, ...NamedKey[]] => {
  const [first, ...rest] = text.split(',').map(parseKey);
  const others = rest.filter((key) => key !== undefined);
  const distinct = new Set([first, ...others].map((key) => key?.id)).size === 1 + rest.length;
  if (first && others.length === rest.length && distinct) return [first, ...others];
  context.addIssue({ code: 'custom', message: 'expected <id>:<base64 of at least 32 bytes>, more after commas, each id once' });
  return z.NEVER;
});
