import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newTenantId } from '@vedette/kernel';
import { openEngine } from './duckdb';
import { collect, DAY, openTestLake, row } from './testing/sample';

const limits = { memoryLimit: '200MB', threads: 1, spillLimit: '1GB' };

describe('the engine of a hunt', () => {
  it("reads its tenant's folder and no other, whatever SQL it is made to run", async () => {
    const test = await openTestLake();
    const [acme, globex] = [newTenantId(), newTenantId()];
    for (const tenant of [acme, globex]) await collect(test.lake.hunt(tenant, { files: [await test.lake.write(tenant, DAY, [row(1)])], narrowing: { everything: true } }));
    const [own, foreign] = [path.join(test.folder, 'copies', acme), path.join(test.folder, 'copies', globex)];
    // A name that only begins like the tenant's folder is another's too.
    mkdirSync(`${own}-old`);
    writeFileSync(path.join(`${own}-old`, 'x.csv'), 'a\n1');
    const engine = await openEngine(path.join(test.folder, 'work'), [own], limits);
    const quoted = (text: string): string => text.replaceAll("'", "''");
    const run = (sql: string) => engine.connection.runAndReadAll(sql).then((result) => result.getRowsJson());
    expect(await run(`select count(*) from read_parquet('${quoted(own)}/*.parquet')`)).toEqual([['1']]);
    for (const sql of [
      `select * from read_parquet('${quoted(foreign)}/*.parquet')`,
      `select * from read_parquet('${quoted(own)}/../${globex}/*.parquet')`,
      `select * from glob('${quoted(foreign)}/*')`,
      `select * from read_text('${quoted(own)}-old/x.csv')`,
      `select * from read_text('${quoted(test.kept)}/t/${globex}/lake/${DAY}/x')`,
      `select * from read_blob('/etc/passwd')`,
      `select * from read_csv('https://example.com/x.csv')`,
      `copy (select 1) to '${quoted(foreign)}/x.csv'`,
      `copy (select 1) to '/tmp/vedette-escaped.csv'`,
      `attach '${quoted(foreign)}/x.db'`,
      `export database '${quoted(foreign)}/out'`,
      `install httpfs`,
      `load '/tmp/x.duckdb_extension'`,
    ])
      await expect(run(sql)).rejects.toThrow(/Permission Error|disabled|Extension/);
    for (const sql of [`set enable_external_access = true`, `set allowed_directories = ['/']`, `set lock_configuration = false`, `set memory_limit = '10GB'`, `reset allowed_directories`])
      await expect(run(sql)).rejects.toThrow(/locked|Cannot/);
    await engine.close();
    await test.close();
  });

  it('takes texts as texts', async () => {
    const test = await openTestLake();
    const tenant = newTenantId();
    const file = await test.lake.write(tenant, DAY, [row(1, { host: "x'); drop table rows; --" }), row(2)]);
    const hostile = ["') or true --", "x'); drop table rows; --", '%', '_', '$1', '\\', '\0', '.*', '(', '|', '{"n":2}%'];
    for (const text of hostile) {
      for (const narrowing of [{ text }, { any: [{ text }, { text: 'zz1' }, { text: 'zz2' }] }]) {
        const { rows, faults } = await collect(test.lake.hunt(tenant, { files: [file], narrowing }));
        expect({ text, rows, faults }).toEqual({ text, rows: [], faults: [] });
      }
      const { rows } = await collect(test.lake.hunt(tenant, { files: [file], narrowing: { column: 'host', values: [text] } }));
      expect(rows.map(({ index }) => index)).toEqual(text.startsWith('x') ? [1] : []);
      expect((await collect(test.lake.hunt(tenant, { files: [file], narrowing: { everything: true }, sources: [text] }))).rows).toEqual([]);
    }
    await test.close();
  });
});
