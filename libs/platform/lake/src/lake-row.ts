import type { StorageKey } from '@vedette/storage';

/** One event. A lone surrogate in a text becomes U+FFFD: Parquet keeps UTF-8. */
export interface LakeRow {
  readonly segmentId: string;
  /** Place in the segment; with its id the identity of an event. */
  readonly index: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly receivedAt: number;
  readonly source: string;
  readonly kind: string | null;
  readonly eventCode: string | null;
  readonly host: string | null;
  readonly user: string | null;
  readonly sourceIp: string | null;
  readonly destinationIp: string | null;
  /** The event's JSON text as sent. */
  readonly original: string;
}

/** One Parquet file of one tenant and day; what the catalogue keeps of it. */
export interface LakeFile {
  readonly key: StorageKey;
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly rows: number;
  readonly bytes: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** What a hunt may ask of besides the text, with the names of the Parquet columns (`user` and `at` are words of SQL). */
export const SEARCHED = {
  source: 'source',
  kind: 'kind',
  eventCode: 'event_code',
  host: 'host',
  user: 'user_name',
  sourceIp: 'source_ip',
  destinationIp: 'destination_ip',
} as const;
export type SearchedColumn = keyof typeof SEARCHED;
export const SEARCHED_COLUMNS = Object.keys(SEARCHED).filter((name): name is SearchedColumn => Object.hasOwn(SEARCHED, name));

/** The order in which the appender gives and a hunt reads them. */
export const COLUMNS = [
  ['segment_id', 'varchar'],
  ['event_index', 'integer'],
  ['happened_at', 'timestamp'],
  ['received_at', 'timestamp'],
  ...SEARCHED_COLUMNS.map((name) => [SEARCHED[name], 'varchar'] as const),
  ['original', 'varchar'],
  // Of an event too large for this file: where its text is in the file beside it; `original` is null.
  ['large_from', 'bigint'],
  ['large_to', 'bigint'],
  ['opaque', 'boolean'],
  ['slashed', 'boolean'],
] as const;
