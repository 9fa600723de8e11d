import { types } from 'node:util';

/** Keys whose values never reach a log, at any depth. Compared without case, `-` and `_`; a plural counts too. */
const SECRET_KEY =
  /(password|passphrase|passwd|secret|token|cookie|authorization|apikey|privatekey|credential|pepper|contextkey|email|emailaddress)s?$/;
const MAX_DEPTH = 8;
const MAX_ITEMS = 100;
export const REDACTED = '[redacted]';

export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key.toLowerCase().replace(/[-_\s]/g, ''));
}

/** A copy that may be logged: secrets by key and by shape gone, errors flattened, cycles and floods cut. */
export function redact(value: unknown, depth = 0, above: readonly object[] = []): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (above.includes(value)) return '[circular]';
  if (depth >= MAX_DEPTH) return '[too deep]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[invalid date]' : value.toISOString();
  const inside = [...above, value];
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1, inside));
    return value.length > MAX_ITEMS ? [...items, `[${value.length - MAX_ITEMS} more]`] : items;
  }
  if (value instanceof Map) return redact(Object.fromEntries(value), depth + 1, inside);
  if (value instanceof Set) return redact([...value], depth + 1, inside);
  const plain = Object.entries(value).slice(0, MAX_ITEMS).map(([key, item]) => [
    key,
    isSecretKey(key) ? REDACTED : redact(item, depth + 1, inside),
  ]);
  if (!isError(value)) return Object.fromEntries(plain);
  return {
    type: value.name,
    message: scrub(value.message),
    stack: scrub(value.stack ?? ''),
    ...Object.fromEntries(plain.filter(([key]) => key !== 'name')),
    ...(value.cause === undefined ? {} : { cause: redact(value.cause, depth + 1, inside) }),
  };
}

// Secrets that sit inside a text: userinfo of a URL, bearer values, API keys of this product, PEM blocks, session cookies.
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"'\\]*:[^\s/@"'\\]*@/gi, `$1${REDACTED}@`],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${REDACTED}`],
  [/\bvdt_[a-z]+_[A-Za-z0-9]+_[A-Za-z0-9]+/g, `vdt_${REDACTED}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  [/\b((?:__Host-)?vedette)=[A-Za-z0-9._~-]{16,}/g, `$1=${REDACTED}`],
  [/\b((?:password|secret|token)["']?\s*[:=]\s*["']?)[^\s"',;}&\\]+/gi, `$1${REDACTED}`],
];

export function scrub(text: string): string {
  return SHAPES.reduce((rest, [shape, instead]) => rest.replace(shape, instead), text);
}

/** Also of another realm, as in a test runner or a vm. */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value);
}
