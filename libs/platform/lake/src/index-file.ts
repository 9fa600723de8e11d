import { DuckDBBlobValue, DuckDBListValue } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { BLOCK_ROWS, encodeIndex } from './block-index';
import type { Block } from './block-index';
import { addGrams, GRAM_BYTES, setBit, valuePlaces } from './grams';
import { SEARCHED, SEARCHED_COLUMNS } from './lake-row';
import { readLargeText } from './large-texts';

/** Of one column in one block; more would fill its set. */
const MOST_VALUES = 500;

export interface IndexedFile {
  readonly firstAt: number;
  readonly lastAt: number;
  readonly index: Buffer;
  /** Bytes of its large texts. */
  readonly large: number;
}

/** Reads a file that was just written once more: only now is its order known. */
export async function indexFile(connection: DuckDBConnection, file: string, rows: number): Promise<IndexedFile> {
  const blocks = await outlines(connection, file);
  for (const [number, name] of SEARCHED_COLUMNS.entries()) await listValues(connection, file, SEARCHED[name], number, blocks);
  await listGrams(connection, file, blocks);
  const large = await largeBytes(connection, file);
  const firstAt = Math.min(...blocks.map((block) => block.firstAt));
  return { firstAt, lastAt: Math.max(...blocks.map((block) => block.lastAt)), index: encodeIndex(rows, blocks), large };
}

/** Of a file's large texts together; a question to its statistics only. */
export async function largeBytes(connection: DuckDBConnection, file: string): Promise<number> {
  const found = await connection.runAndReadAll('select max(large_to) from read_parquet($1)', [file]);
  return Number(found.getRows()[0]?.[0] ?? 0);
}

type Draft = { -readonly [Name in keyof Block]: Block[Name] };

const FROM = 'from read_parquet($1, file_row_number = true)';
const NUMBER = `(file_row_number // ${BLOCK_ROWS})::integer`;

async function outlines(connection: DuckDBConnection, file: string): Promise<Draft[]> {
  const sql = `select epoch_ms(min(happened_at)), epoch_ms(max(happened_at)), bool_or(opaque), bool_or(slashed) ${FROM} group by ${NUMBER} order by ${NUMBER}`;
  const found = await connection.runAndReadAll(sql, [file]);
  return found.getRows().map(([firstAt, lastAt, opaque, slashed]) => ({
    firstAt: Number(firstAt),
    lastAt: Number(lastAt),
    opaque: opaque === true,
    slashed: slashed === true,
    unlisted: 0,
    grams: new Uint8Array(GRAM_BYTES),
  }));
}

async function listValues(connection: DuckDBConnection, file: string, column: string, number: number, blocks: Draft[]): Promise<void> {
  const sql = `
    with found as (select distinct ${NUMBER} as block, lower(${column}) as value ${FROM} where ${column} is not null)
    select block, bool_or(strlen(value) <> length(value)) or count(*) > ${MOST_VALUES}, (list(value))[:${MOST_VALUES}] from found group by block`;
  const found = await connection.runAndReadAll(sql, [file]);
  for (const [place, unlisted, values] of found.getRows()) {
    const block = blocks[Number(place)];
    if (block === undefined) continue;
    if (unlisted === true) block.unlisted |= 1 << number;
    else for (const value of texts(values)) for (const bit of valuePlaces(number, value)) setBit(block.grams, bit);
  }
}

function texts(values: DuckDBValue | undefined): string[] {
  return values instanceof DuckDBListValue ? values.items.filter((value) => typeof value === 'string') : [];
}

async function listGrams(connection: DuckDBConnection, file: string, blocks: Draft[]): Promise<void> {
  const found = await connection.stream(`select encode(original), ${NUMBER}, large_from, large_to ${FROM}`, [file]);
  for (let chunk = await found.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await found.fetchChunk()) {
    const [originals, numbers, from, to] = [chunk.getColumnVector(0), chunk.getColumnVector(1), chunk.getColumnVector(2), chunk.getColumnVector(3)];
    for (let place = 0; place < chunk.rowCount; place += 1) {
      const original = originals.getItem(place);
      const block = blocks[Number(numbers.getItem(place))];
      if (block === undefined) continue;
      if (original instanceof DuckDBBlobValue) addGrams(block.grams, original.bytes);
      else addGrams(block.grams, await readLargeText(`${file}.large`, { from: Number(from.getItem(place)), to: Number(to.getItem(place)) }));
    }
  }
}
