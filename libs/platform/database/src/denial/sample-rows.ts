import { randomBytes, randomUUID } from 'node:crypto';
import { escapeIdentifier, escapeLiteral } from 'pg';
import type { Client } from 'pg';
import { systemClock } from '@vedette/kernel';
import type { ColumnShape, TableShape } from './table-shape';

/** Column → value in Postgres's text form. */
export type SampleRow = Readonly<Record<string, string>>;

const now = () => systemClock.date().toISOString();
const word = () => [...randomBytes(12)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');

const byType: Readonly<Record<string, () => string>> = {
  uuid: randomUUID,
  text: word,
  integer: () => '1',
  bigint: () => '1',
  boolean: () => 'true',
  bytea: () => `\\x${randomBytes(64).toString('hex')}`,
  jsonb: () => '{}',
  'timestamp with time zone': now,
  date: () => now().slice(0, 10),
  inet: () => '192.0.2.1',
};

/** @throws Error when the type is not known here: a table that cannot be sampled would go unproven. */
function sampleValue(table: string, column: ColumnShape): string {
  const choice = column.checks.map((check) => /ARRAY\['((?:[^']|'')*)'/.exec(check)?.[1]).find((first) => first !== undefined);
  if (choice !== undefined) return choice.replaceAll("''", "'");
  const make = byType[column.type.replace('[]', '')];
  if (!make) throw new Error(`denial matrix: no sample for ${table}.${column.name} of type ${column.type}; teach sample-rows.ts`);
  return column.type.endsWith('[]') ? `{${make()}}` : make();
}

/**
 * The least row the table would accept: made from its types and checks, its references from the samples of what they name.
 * Optional columns stay out, since checks often tie them together.
 */
export function sampleRow(shape: TableShape, tenantId: string, rowOf: (table: string) => SampleRow | undefined): SampleRow {
  const row: Record<string, string> = {};
  shape.columns.filter(({ needed, name }) => needed || shape.key.includes(name)).forEach((column) => {
    row[column.name] = sampleValue(shape.name, column);
  });
  shape.references.forEach(({ target, columns, targetColumns }) => {
    columns.forEach((column, index) => {
      const value = rowOf(target)?.[targetColumns[index] ?? ''];
      if (value !== undefined && column in row) row[column] = value;
    });
  });
  return shape.tenant ? { ...row, tenant_id: tenantId } : row;
}

export function literal(shape: TableShape, column: string, value: string): string {
  const type = shape.columns.find(({ name }) => name === column)?.type;
  return `${escapeLiteral(value)}::${type}`;
}

export function insertText(shape: TableShape, row: SampleRow): string {
  const columns = Object.keys(row);
  const values = columns.map((column) => literal(shape, column, row[column] ?? ''));
  return `insert into ${shape.name} (${columns.map(escapeIdentifier).join(', ')}) values (${values.join(', ')})`;
}

/** One row of every table for a tenant (and of the global tables it refers to), as superuser. Table → row. */
export async function plantRows(admin: Client, shapes: readonly TableShape[], tenantId: string): Promise<Map<string, SampleRow>> {
  const planted = new Map<string, SampleRow>();
  const plant = async (shape: TableShape): Promise<void> => {
    if (planted.has(shape.name)) return;
    for (const { target } of shape.references) {
      const parent = shapes.find(({ name }) => name === target);
      if (parent && parent !== shape) await plant(parent);
    }
    const row = sampleRow(shape, tenantId, (table) => planted.get(table));
    await admin.query(insertText(shape, row)).catch((error: unknown) => {
      throw new Error(`denial matrix: no valid sample row for ${shape.name}; teach sample-rows.ts`, { cause: error });
    });
    planted.set(shape.name, row);
  };
  for (const shape of shapes) {
    if (shape.tenant && shape.partitionOf === null) await plant(shape);
  }
  // A partition is probed with the row its table routed to it, or one like it.
  shapes.filter(({ partitionOf }) => partitionOf !== null).forEach(({ name, partitionOf }) => {
    const row = planted.get(partitionOf ?? '');
    if (row) planted.set(name, row);
  });
  return planted;
}
