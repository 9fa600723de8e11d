import { accessLints } from './access-lints';
import { columnLints } from './column-lints';
import { keyLints } from './key-lints';
import type { Finding, Lint } from './lint';
import { tableLints } from './table-lints';

export const lints: readonly Lint[] = [...tableLints, ...keyLints, ...columnLints, ...accessLints];

/** Runs one query text and answers its rows; any role that reads pg_catalog and app.tenant_tables will do. */
export type CatalogQuery = (sql: string) => Promise<{ object: string; detail: string }[]>;

/** Every break of the database rules. An allow-list entry that nothing needs any more is a finding too. */
export async function lintCatalog(query: CatalogQuery): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name, sql, allowed = {} } of lints) {
    const rows = await query(sql);
    const unused = new Set(Object.keys(allowed));
    for (const { object, detail } of rows) {
      if (!unused.delete(object) && !(object in allowed)) findings.push({ lint: name, object, detail });
    }
    unused.forEach((object) => findings.push({ lint: name, object, detail: 'is allowed to break this rule and does not: strike it off' }));
  }
  return findings;
}
