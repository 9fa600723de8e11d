import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface MigrationFile {
  /** `0001-foundation.sql` */
  readonly name: string;
  readonly sql: string;
  /** sha256, hex. */
  readonly checksum: string;
}

/** Beside `src` and `dist` alike. */
export const migrationsFolder = path.join(__dirname, '..', '..', 'migrations');

/** In the order they run. @throws Error when a file is misnamed or two share a number. */
export function readMigrations(folder: string = migrationsFolder): MigrationFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql')).sort();
  const numbers = new Set<string>();
  return names.map((name) => {
    const number = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1];
    if (!number) throw new Error(`migration ${name}: a migration is named 0001-what-it-does.sql`);
    if (numbers.has(number)) throw new Error(`migration ${name}: the number ${number} is taken`);
    numbers.add(number);
    const sql = readFileSync(path.join(folder, name), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}
