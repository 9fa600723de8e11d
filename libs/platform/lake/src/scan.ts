import { DuckDBBlobValue, DuckDBTimestampValue } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBDataChunk, DuckDBValue } from '@duckdb/node-api';
import type { RowRange } from './choose-blocks';
import { COLUMNS, SEARCHED_COLUMNS } from './lake-row';
import type { LakeRow } from './lake-row';
import type { Place } from './large-texts';
import { timestamp } from './parquet-writer';
import type { Predicate } from './predicate';

/** What one statement reads of one file. */
export interface Scan {
  readonly path: string;
  readonly ranges: readonly RowRange[];
  /** Only rows whose text may hide a text (see `escapesOf`): the others are not read. */
  readonly escapedOnly: boolean;
  readonly predicate: Predicate;
  /** `from` included, `to` not, in milliseconds. */
  readonly window: { readonly from: number; readonly to: number };
  readonly sources: readonly string[] | undefined;
  readonly readLarge: (place: Place) => Promise<string>;
  /** What is left to ask once a large text is there. */
  readonly mayHold: (original: string) => boolean;
}

/** Of one batch: rows go on when they have so much text, since one event may have a megabyte. */
const BATCH_CHARACTERS = 4_000_000;
/** Texts as bytes: as a text, node-api would take a U+FEFF off its beginning. */
const READ = COLUMNS.slice(0, -2).map(([name, type]) => (type === 'varchar' ? `encode(${name})` : name)).join(', ');

/** In the order of the file. */
export async function* scan(connection: DuckDBConnection, what: Scan): AsyncGenerator<LakeRow[]> {
  const values: DuckDBValue[] = [...what.predicate.values];
  const bind = (value: DuckDBValue): string => `$${values.push(value)}`;
  const conditions = [what.ranges.map((range) => `(file_row_number >= ${range.from} and file_row_number < ${range.to})`).join(' or ')];
  if (what.escapedOnly) conditions.push('opaque or slashed');
  if (what.window.from !== -Infinity) conditions.push(`happened_at >= ${bind(timestamp(what.window.from))}`);
  if (what.window.to !== Infinity) conditions.push(`happened_at < ${bind(timestamp(Math.ceil(what.window.to)))}`);
  if (what.sources) conditions.push(what.sources.length === 0 ? 'false' : `source in (${what.sources.map(bind).join(', ')})`);
  conditions.push(what.predicate.sql);
  const file = `read_parquet(${bind(what.path)}, file_row_number = true)`;
  const found = await connection.stream(`select ${READ} from ${file} where ${conditions.map((each) => `(${each})`).join(' and ')}`, values);
  for (let chunk = await found.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await found.fetchChunk()) yield* batches(chunk, what);
}

async function* batches(chunk: DuckDBDataChunk, { readLarge, mayHold }: Scan): AsyncGenerator<LakeRow[]> {
  const vectors = Array.from({ length: chunk.columnCount }, (_, column) => chunk.getColumnVector(column));
  let rows: LakeRow[] = [];
  let characters = 0;
  for (let place = 0; place < chunk.rowCount; place += 1) {
    const values = vectors.map((vector) => vector.getItem(place));
    const large = placeOf(values);
    const original = large ? await readLarge(large) : (textAt(values, ORIGINAL) ?? '');
    characters += original.length;
    if (!large || mayHold(original)) rows.push(rowOf(values, original));
    if (characters < BATCH_CHARACTERS) continue;
    yield rows;
    [rows, characters] = [[], 0];
  }
  if (rows.length > 0) yield rows;
}

const FIRST = COLUMNS.findIndex(([name]) => name === 'source');
const ORIGINAL = FIRST + SEARCHED_COLUMNS.length;
const PLACE = new Map(SEARCHED_COLUMNS.map((name, place) => [name, FIRST + place]));

type Values = readonly (DuckDBValue | undefined)[];

function placeOf(values: Values): Place | undefined {
  const [from, to] = [values[ORIGINAL + 1], values[ORIGINAL + 2]];
  return typeof from === 'bigint' && typeof to === 'bigint' ? { from: Number(from), to: Number(to) } : undefined;
}

function textAt(values: Values, place: number | undefined): string | null {
  const value = values[place ?? -1];
  return value instanceof DuckDBBlobValue ? textOf(value.bytes) : null;
}

function rowOf(values: Values, original: string): LakeRow {
  const textOrNull = (place: number | undefined): string | null => textAt(values, place);
  return {
    segmentId: textOrNull(0) ?? '',
    index: Number(values[1]),
    at: millisecondsOf(values[2]),
    receivedAt: millisecondsOf(values[3]),
    source: textOrNull(PLACE.get('source')) ?? '',
    kind: textOrNull(PLACE.get('kind')),
    eventCode: textOrNull(PLACE.get('eventCode')),
    host: textOrNull(PLACE.get('host')),
    user: textOrNull(PLACE.get('user')),
    sourceIp: textOrNull(PLACE.get('sourceIp')),
    destinationIp: textOrNull(PLACE.get('destinationIp')),
    original,
  };
}

function textOf({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('utf8');
}

function millisecondsOf(value: DuckDBValue | undefined): number {
  return value instanceof DuckDBTimestampValue ? Number(value.micros / 1000n) : 0;
}
