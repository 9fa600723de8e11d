/** A value sent as JSON text: what `jsonb_to_recordset` reads. Plain arrays become Postgres arrays instead. */
export class JsonText {
  constructor(private readonly value: unknown) {}

  /** Called by pg when it binds the parameter. */
  toPostgres(): string {
    return JSON.stringify(this.value);
  }
}

/**
 * Marks a value as one json parameter. Bulk writes go this way, 1,000 rows and more a statement:
 * @example await tx.sql`insert into sources (tenant_id, name) select (select app.tenant_id()), r.name
 *                       from jsonb_to_recordset(${json(rows)}) as r(name text)`;
 */
export function json(value: unknown): JsonText {
  return new JsonText(value);
}

type Scalar = string | number | bigint | boolean | null | Date | Uint8Array;
/** Arrays become Postgres arrays; other objects become json. */
export type SqlValue = Scalar | JsonText | readonly Scalar[] | { readonly [key: string]: unknown };

export interface Statement {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** Built once for each place in the code: the parts of a template are one object however often it runs. */
const texts = new WeakMap<TemplateStringsArray, string>();

/** `sql` template → text with `$1…` and its parameters: no value ever becomes part of the text. */
export function statement(parts: TemplateStringsArray, values: readonly SqlValue[]): Statement {
  if (!Array.isArray(parts) || !Object.hasOwn(parts, 'raw')) throw new Error('sql is a template tag, not a function of text');
  const undefinedAt = values.findIndex((value) => value === undefined);
  if (undefinedAt >= 0) throw new Error(`sql parameter $${undefinedAt + 1} is undefined; null is the way to say nothing`);
  let text = texts.get(parts);
  if (text === undefined) texts.set(parts, (text = parts.reduce((before, part, index) => `${before}$${index}${part}`)));
  return { text, values };
}
