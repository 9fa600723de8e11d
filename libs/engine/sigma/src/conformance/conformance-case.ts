/** One sentence of the specification as a rule, with events that must match it and events that must not. */
export interface ConformanceCase {
  /** What the table counts it under: a modifier, a form of condition, … */
  readonly construct: string;
  /** Where the specification says so. */
  readonly section: string;
  /** The map under `detection`, or under `filter` where `filtered` is set; flow style keeps it to a line. */
  readonly detection: string;
  readonly logsource?: string;
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
  /** A second document, such as a filter. */
  readonly more?: string;
  /** Flat events; `kind` is their log. */
  readonly matches: readonly Readonly<Record<string, unknown>>[];
  readonly not: readonly Readonly<Record<string, unknown>>[];
}

/** A selection of one field, which is most of the cases. */
export function field(construct: string, section: string, key: string, value: string, matches: readonly unknown[], not: readonly unknown[]): ConformanceCase {
  const name = key.split('|', 1)[0] ?? '';
  const event = (each: unknown): Record<string, unknown> => ({ [name]: each });
  return { construct, section, detection: `{s: {${JSON.stringify(key)}: ${value}}, condition: s}`, matches: matches.map(event), not: not.map(event) };
}
