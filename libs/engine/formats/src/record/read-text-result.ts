import type { PlainObject } from './field-bag';

export type FormatName = 'json' | 'cef' | 'leef' | 'syslog' | 'windows-xml' | 'auditd' | 'access-log' | 'zeek-tsv' | 'logfmt' | 'key-value' | 'text';

export interface ReadText {
  readonly format: FormatName;
  readonly fields: PlainObject;
}

export interface ReadOptions {
  /** When the record came in, milliseconds since the epoch: tells the year of a time that has none. */
  readonly receivedAt?: number;
}

/** A record longer than this (in characters) is not parsed. */
export const longestRecord = 1024 * 1024;
