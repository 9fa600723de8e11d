import { escapeIdentifier, escapeLiteral } from 'pg';
import { insertText, literal, sampleRow } from './sample-rows';
import type { SampleRow } from './sample-rows';
import type { TableShape } from './table-shape';

/** What the attacker's statement answered. */
export interface Outcome {
  readonly rows: readonly Record<string, unknown>[];
  readonly affected: number;
  /** SQLSTATE, and the constraint that a clash named. */
  readonly error?: { readonly code: string; readonly constraint?: string };
}

/** One statement by which globex, or nobody, tries to reach acme's row. */
export interface Probe {
  readonly operation: string;
  readonly sql: string;
  /** Outcomes, beside a plain refusal, that show nothing was reached. */
  readonly safe: (outcome: Outcome) => boolean;
  /** Run as the tenant without rows: whatever clashes then is someone else's. */
  readonly asEmpty?: boolean;
}

export interface Victim {
  readonly shape: TableShape;
  /** acme's row. */
  readonly row: SampleRow;
  /** globex's row. */
  readonly own: SampleRow;
  readonly ownRowOf: (table: string) => SampleRow | undefined;
  readonly victimRowOf: (table: string) => SampleRow | undefined;
  readonly emptyTenant: string;
  /** Unique indexes over all tenants that are allowed, with a reason, by the catalog lint. */
  readonly globalIndexes: readonly string[];
}

const nothing = ({ rows, affected, error }: Outcome) => !error && rows.length === 0 && affected === 0;
const never = () => false;

/** Every operation of the matrix against one row. */
export function probesOf({ shape, row, own, ownRowOf, victimRowOf, emptyTenant, globalIndexes }: Victim): Probe[] {
  const table = shape.name;
  const acme = `${escapeLiteral(row['tenant_id'] ?? '')}::uuid`;
  const at = (target: SampleRow) =>
    shape.key.map((column) => `${escapeIdentifier(column)} = ${literal(shape, column, target[column] ?? '')}`).join(' and ');
  const last = escapeIdentifier(shape.columns.at(-1)?.name ?? 'tenant_id');
  const same = `${last} = ${last}`;
  const key = shape.key.map(escapeIdentifier).join(', ');
  const joined = shape.key.filter((column) => column !== 'tenant_id').map((column) => `a.${escapeIdentifier(column)} = b.${escapeIdentifier(column)}`);
  // Of what belongs to no tenant another row than the planted one, which a unique index of the tenant may hold already.
  const global = new Set(shape.references.filter(({ columns }) => !columns.includes('tenant_id')).map(({ target }) => target));
  const fresh = sampleRow(shape, row['tenant_id'] ?? '', victimRowOf);
  return [
    { operation: 'select', sql: `select * from ${table} where ${at(row)}`, safe: nothing },
    { operation: 'insert', sql: insertText(shape, fresh), safe: never },
    { operation: 'update', sql: `update ${table} set ${same} where ${at(row)}`, safe: nothing },
    { operation: 'update into', sql: `update ${table} set tenant_id = ${acme} where ${at(own)}`, safe: never },
    { operation: 'delete', sql: `delete from ${table} where ${at(row)}`, safe: nothing },
    { operation: 'upsert', sql: `${insertText(shape, row)} on conflict (${key}) do update set ${last} = excluded.${last}`, safe: never },
    { operation: 'join', sql: `select b.* from ${table} a join ${table} b on ${joined.join(' and ') || 'true'} where b.tenant_id = ${acme}`, safe: nothing },
    { operation: 'update returning', sql: `update ${table} set ${same} where ${at(row)} returning *`, safe: nothing },
    { operation: 'delete returning', sql: `delete from ${table} where tenant_id = ${acme} returning *`, safe: nothing },
    {
      operation: 'count',
      sql: `select count(*) as n from ${table} where tenant_id = ${acme}`,
      safe: ({ rows, error }) => !error && rows[0]?.['n'] === '0',
    },
    {
      operation: 'aggregate',
      sql: `select string_agg(t::text, ' ') as everything from ${table} t`,
      safe: ({ rows, error }) => !error && !String(rows[0]?.['everything'] ?? '').includes(row['tenant_id'] ?? ''),
    },
    ...shape.references
      .filter(({ columns }) => columns.includes('tenant_id'))
      .map(({ name, columns, targetColumns, target }): Probe => {
        const foreign = Object.fromEntries(
          columns.map((column, index) => [column, victimRowOf(target)?.[targetColumns[index] ?? ''] ?? '']).filter(([column]) => column !== 'tenant_id'),
        );
        const child = { ...sampleRow(shape, own['tenant_id'] ?? '', (table) => (global.has(table) ? victimRowOf(table) : ownRowOf(table))), ...foreign, tenant_id: own['tenant_id'] ?? '' };
        return { operation: `foreign key ${name}`, sql: insertText(shape, child), safe: ({ error }) => error?.code === '23503' };
      }),
    {
      operation: 'unique',
      asEmpty: true,
      sql: insertText(shape, { ...row, tenant_id: emptyTenant }),
      safe: ({ affected, error }) =>
        (!error && affected === 1) || error?.code === '23503' || (error?.code === '23505' && globalIndexes.includes(error.constraint ?? '')),
    },
  ];
}
