/** What a caller can do about it; the edge maps each to a status (HOUSE: three kinds, two renderers). */
export type RefusalClass =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-large'
  | 'unprocessable'
  | 'unsupported'
  | 'rate-limited';

export const httpStatusOf: Readonly<Record<RefusalClass, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  unsupported: 415,
  unprocessable: 422,
  'rate-limited': 429,
};

export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** The caller can fix it. Never retried, logged at info, its code and text are public. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    /** `noun.reason` */
    readonly code: string,
    readonly refusalClass: RefusalClass,
    text: string,
    /** Public; never a secret nor another tenant's value. `retryAfter` is in seconds. */
    readonly facts: Facts = {},
  ) {
    super(text);
  }
}

/** The world is late: a dependency did not answer. Retried with backoff; 503 with Retry-After at the edge. */
export class Outage extends Error {
  override readonly name = 'Outage';
  constructor(
    readonly dependency: string,
    override readonly cause: unknown,
  ) {
    super(`${dependency} did not answer`);
  }
}

export type RefusalTable = Readonly<Record<string, { readonly class: RefusalClass; readonly text: string }>>;

/**
 * A domain's codes in one table.
 * @example const refuse = refusals({ 'alert.not_found': { class: 'not-found', text: 'No such alert.' } });
 *          throw refuse('alert.not_found');
 */
export function refusals<T extends RefusalTable>(table: T): (code: keyof T & string, facts?: Facts) => Refusal {
  return (code, facts) => {
    const entry = table[code];
    if (!entry) throw new Error(`no refusal is called ${code}`);
    return new Refusal(code, entry.class, entry.text, facts);
  };
}
