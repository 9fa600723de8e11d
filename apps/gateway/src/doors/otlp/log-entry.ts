/** A log record with what it lies in, as in OTLP's JSON: lowerCamelCase, 64-bit numbers as text, ids in hex. */
export interface LogEntry {
  readonly resource: unknown;
  readonly scope: unknown;
  /** Undefined where it is malformed. */
  readonly record: unknown;
  /** Where the record, or what it lies in, is more than an event may be; nothing is decoded then. */
  readonly tooLarge?: boolean;
}
