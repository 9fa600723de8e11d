import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { newTenantId } from '@vedette/kernel';
import { tenantKey } from '@vedette/storage';
import type { StorageKey } from '@vedette/storage';
import { BLOCK_ROWS } from './block-index';
import type { LakeFile, LakeRow } from './lake-row';
import type { Narrowing } from './narrowing';
import { collect, DAY, MIDNIGHT, openTestLake, randomFrom, row } from './testing/sample';
import type { TestLake } from './testing/sample';

const everything = { everything: true } as const;
const tenant = newTenantId();
let test: TestLake;

beforeAll(async () => {
  test = await openTestLake();
});
afterAll(() => test.close());

const range = (count: number, make: (index: number) => LakeRow = row): LakeRow[] => Array.from({ length: count }, (_, index) => make(index));

describe('a written file', () => {
  it('gives back every row as it was, by time', async () => {
    const rows = [
      row(3, { kind: 'process_creation', user: 'ada', sourceIp: '::1', destinationIp: '10.0.0.1', original: '{"a":"Grüße 😀"}' }),
      row(1, { eventCode: null, host: null, source: '' }),
      row(2, { at: MIDNIGHT - 8e14, receivedAt: 0 }),
    ];
    const file = await test.lake.write(tenant, DAY, rows);
    expect(file).toMatchObject({ day: DAY, rows: 3, firstAt: MIDNIGHT - 8e14, lastAt: MIDNIGHT + 3000 });
    expect(file.key).toMatch(new RegExp(`^t/${tenant}/lake/${DAY}/[0-9a-f-]{36}\\.parquet$`));
    const found = await collect(test.lake.hunt(tenant, { files: [file], narrowing: everything }));
    expect(found.rows).toEqual([rows[2], rows[1], rows[0]]);
    expect(found.last).toMatchObject({ filesDone: 1, filesTotal: 1, rowsScanned: 3 });
  });

  it('is a Parquet file for others too', async () => {
    const file = await test.lake.write(tenant, DAY, range(40_000));
    const local = path.join(test.kept, file.key);
    const bytes = readFileSync(local);
    expect([bytes.length, bytes.toString('latin1', 0, 4), bytes.toString('latin1', bytes.length - 4)]).toEqual([file.bytes, 'PAR1', 'PAR1']);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const read = async (sql: string) => (await connection.runAndReadAll(sql, [local])).getRowsJson();
    expect(await read(`select row_group_num_rows, compression, stats_min_value < stats_max_value from parquet_metadata($1) where path_in_schema = 'happened_at' order by row_group_id`)).toEqual([
      [String(BLOCK_ROWS), 'ZSTD', true],
      [String(BLOCK_ROWS), 'ZSTD', true],
      [String(40_000 - 2 * BLOCK_ROWS), 'ZSTD', true],
    ]);
    expect(await read(`select count(*), count(distinct original), max(happened_at)::varchar from read_parquet($1)`)).toEqual([['40000', '40000', '2026-01-31 11:06:39']]);
    connection.closeSync();
    instance.closeSync();
  });

  it('leaves nothing behind when its rows break off, or there are none', async () => {
    const other = newTenantId();
    const broken = function* () {
      yield row(1);
      throw new Error('the segments went away');
    };
    await expect(test.lake.write(other, DAY, broken())).rejects.toThrow('the segments went away');
    await expect(test.lake.write(other, DAY, [])).rejects.toThrow('has rows');
    await expect(test.lake.write(other, '../..', [row(1)])).rejects.toThrow('YYYY-MM-DD');
    expect(readdirSync(path.join(test.kept, 't'))).not.toContain(other);
    expect(readdirSync(path.join(test.folder, 'work'))).toEqual([]);
  });
});

describe('a hunt', () => {
  it('goes from the newest day to the oldest, says how far it is, and stops at the limit', async () => {
    const files = [];
    for (const day of ['2026-01-29', '2026-01-31', '2026-01-30']) files.push(await test.lake.write(tenant, day, range(10, (index) => row(index, { host: day }))));
    const found = await collect(test.lake.hunt(tenant, { files, narrowing: everything }));
    expect([...new Set(found.rows.map(({ host }) => host))]).toEqual(['2026-01-31', '2026-01-30', '2026-01-29']);
    expect(found.last).toMatchObject({ filesDone: 3, filesTotal: 3, rowsScanned: 30 });
    const some = await collect(test.lake.hunt(tenant, { files, narrowing: everything, limit: 12 }));
    expect(some.rows).toEqual(found.rows.slice(0, 12));
    expect(some.last?.filesDone).toBe(1);
  });

  it('reads only the blocks that time, source and text leave over', async () => {
    const rows = range(BLOCK_ROWS * 4, (index) =>
      row(index, { source: index < BLOCK_ROWS ? 'Sysmon' : 'Security', original: index === BLOCK_ROWS * 2 + 7 ? '{"c":"Invoke-Mimikatz"}' : `{"c":"svchost ${index}"}` }),
    );
    const file = await test.lake.write(tenant, DAY, rows);
    const scanned = async (query: object) => {
      const { rows: found, last } = await collect(test.lake.hunt(tenant, { files: [file], narrowing: everything, ...query }));
      return [found.length, last?.rowsScanned];
    };
    expect(await scanned({})).toEqual([BLOCK_ROWS * 4, BLOCK_ROWS * 4]);
    expect(await scanned({ from: MIDNIGHT + 10_000, to: MIDNIGHT + 20_000 })).toEqual([10, BLOCK_ROWS]);
    expect(await scanned({ from: MIDNIGHT + 1e9 })).toEqual([0, 0]);
    expect(await scanned({ sources: ['Sysmon'] })).toEqual([BLOCK_ROWS, BLOCK_ROWS]);
    expect(await scanned({ sources: ['sysmon'] })).toEqual([0, BLOCK_ROWS]);
    expect(await scanned({ sources: [] })).toEqual([0, 0]);
    expect(await scanned({ narrowing: { text: 'mimikatz' } })).toEqual([1, BLOCK_ROWS]);
    expect(await scanned({ narrowing: { column: 'source', values: ['sysmon'] } })).toEqual([BLOCK_ROWS, BLOCK_ROWS]);
    expect(await scanned({ narrowing: { all: [{ text: 'mimikatz' }, { column: 'source', values: ['sysmon'] }] } })).toEqual([0, 0]);
    expect(await scanned({ narrowing: { any: [{ text: 'not there' }, { text: 'nor this' }] } })).toEqual([0, 0]);
  });

  it('finds the same without its index, only slower', async () => {
    const file = await test.lake.write(tenant, DAY, range(BLOCK_ROWS + 5));
    const query = { files: [file], narrowing: { text: '"n":16388' } };
    await test.storage.put(file.key.replace('.parquet', '.blocks') as StorageKey, Buffer.alloc(100));
    const found = await collect(test.lake.hunt(tenant, query));
    expect([found.rows.map(({ index }) => index), found.faults, found.last?.rowsScanned]).toEqual([[16_388], [], BLOCK_ROWS + 5]);
  });

  it('names the files that it cannot read and answers from the others', async () => {
    const [good, gone, cut, bent] = [
      await test.lake.write(tenant, '2026-01-01', range(5)),
      await test.lake.write(tenant, '2026-01-02', range(5)),
      await test.lake.write(tenant, '2026-01-03', range(5)),
      await test.lake.write(tenant, '2026-01-04', range(5)),
    ];
    await test.storage.delete(gone.key);
    truncateSync(path.join(test.kept, cut.key), 100);
    writeFileSync(path.join(test.kept, bent.key), Buffer.alloc(bent.bytes, 'x'));
    const found = await collect(test.lake.hunt(tenant, { files: [good, gone, cut, bent], narrowing: everything }));
    expect(found.rows).toHaveLength(5);
    expect(found.last).toMatchObject({ filesDone: 4, filesTotal: 4 });
    expect(found.faults).toMatchObject([
      { file: bent, error: { name: 'Outage', dependency: 'lake' } },
      { file: cut, error: { name: 'Outage', dependency: 'lake' } },
      { file: gone, error: { name: 'Refusal', code: 'object.not_found' } },
    ]);
    await expect(test.lake.rewrite(tenant, bent, () => true)).rejects.toMatchObject({ name: 'Outage', dependency: 'lake' });
  });

  it('ends at once and frees what it held when it is cancelled or left', async () => {
    const files = [await test.lake.write(tenant, DAY, range(BLOCK_ROWS * 6)), await test.lake.write(tenant, DAY, range(10))];
    const cancel = new AbortController();
    const hunt = async () => {
      let batches = 0;
      for await (const batch of test.lake.hunt(tenant, { files, narrowing: everything, signal: cancel.signal })) {
        batches += batch.rows.length > 0 ? 1 : 0;
        cancel.abort(new Error('enough'));
      }
      return batches;
    };
    await expect(hunt()).rejects.toThrow('enough');
    await expect(hunt()).rejects.toThrow('enough');
    for await (const batch of test.lake.hunt(tenant, { files, narrowing: everything })) if (batch.rows.length > 0) break;
    expect(readdirSync(path.join(test.folder, 'work'))).toEqual([]);
  });

  it('is interrupted in the middle of a statement', async () => {
    const file = await test.lake.write(tenant, DAY, range(60_000, (index) => row(index, { original: `{"n":"${'aaaaaaaab'.repeat(30)}${index}"}` })));
    const slow = Array.from({ length: 100 }, (_, index) => ({ text: `aaaaaaaabaaaaaaaabaaaaaaaaa${index % 10}x` }));
    const query = { files: [file], narrowing: { all: [{ any: [...slow, { text: 'aaaab' }] }, ...Array.from({ length: 50 }, () => ({ text: 'aaaaaaaab' })), { text: 'aaaz' }] } };
    await test.storage.delete(file.key.replace('.parquet', '.blocks') as StorageKey);
    const started = performance.now();
    await collect(test.lake.hunt(tenant, query));
    const whole = performance.now() - started;
    const again = performance.now();
    await expect(collect(test.lake.hunt(tenant, { ...query, signal: AbortSignal.timeout(Math.ceil(whole / 10)) }))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(performance.now() - again).toBeLessThan(whole * 0.8);
  });
});

describe('events too large for Parquet', () => {
  const large = (index: number, word: string): LakeRow => row(index, { original: `{"s":"${'x'.repeat(30_000)}${word}"}` });

  it('are found, kept, erased and removed as others are', async () => {
    const rows = range(BLOCK_ROWS + 50).map((each) => (each.index % 1000 === 7 ? large(each.index, each.index === 7 ? 'Mimikatz' : each.index === 1007 ? '\\u006d' : 'ß') : each));
    const file = await test.lake.write(tenant, DAY, rows);
    const beside = path.join(test.kept, file.key.replace('.parquet', '.large'));
    expect(existsSync(beside)).toBe(true);
    const asked = async (narrowing: Narrowing, from: LakeFile = file) => {
      const { rows: found, faults } = await collect(test.lake.hunt(tenant, { files: [from], narrowing }));
      expect(faults.map(({ error }) => error.cause)).toEqual([]);
      return found;
    };
    expect(await asked(everything)).toEqual(rows);
    expect((await asked({ text: 'mimikatz' })).map(({ index }) => index)).toEqual([7, 1007]);
    expect((await asked({ any: [{ text: 'mimikatz' }, { text: 'zz1' }, { text: 'zz2' }] })).map(({ index }) => index)).toEqual([7, 1007]);
    expect((await asked({ text: 'xxxxxx' })).map(({ index }) => index % 1000)).toEqual(Array.from({ length: 17 }, () => 7));
    const next = await test.lake.rewrite(tenant, file, ({ index }) => index !== 7);
    if (next === null) throw new Error('there are rows left');
    expect(await asked(everything, next)).toEqual(rows.filter(({ index }) => index !== 7));
    await test.storage.put(file.key.replace('.parquet', '.large') as StorageKey, Buffer.alloc(10));
    await test.lake.remove(tenant, [file]);
    expect(existsSync(beside)).toBe(false);
  });

  it('are a fault of their file when they cannot be read', async () => {
    const file = await test.lake.write(tenant, DAY, [row(1), large(2, 'a'), row(3)]);
    const other = await test.lake.write(tenant, '2026-01-30', [row(4)]);
    await test.storage.delete(file.key.replace('.parquet', '.large') as StorageKey);
    const found = await collect(test.lake.hunt(tenant, { files: [file, other], narrowing: everything }));
    expect(found.rows.map(({ index }) => index)).toEqual([4]);
    expect(found.faults).toMatchObject([{ file, error: { name: 'Refusal', code: 'object.not_found' } }]);
  });

  it('fit into little memory, however many a sender sends', async () => {
    const small = await openTestLake({ storage: test.storage, memoryLimit: '100MB' });
    const noise = randomFrom(3);
    const rows = (function* () {
      for (let index = 0; index < 200; index += 1) yield row(index, { original: String.fromCharCode(97 + noise(26)).repeat(1_000_000) });
    })();
    const file = await small.lake.write(tenant, DAY, rows);
    let most = 0;
    let found = 0;
    for await (const batch of small.lake.hunt(tenant, { files: [file], narrowing: everything })) {
      expect(batch.faults).toEqual([]);
      most = Math.max(most, batch.rows.length);
      found += batch.rows.length;
    }
    expect([file.rows, found, most]).toEqual([200, 200, 4]);
    await small.close();
  });
});

describe('files of others', () => {
  it('are not found', async () => {
    const globex = newTenantId();
    const file = await test.lake.write(globex, DAY, [row(1)]);
    const foreign = (key: string): LakeFile => ({ ...file, key: key as StorageKey });
    const keys = [file.key, `t/${tenant}/lake/${DAY}/../../../${file.key}`, `t/${tenant}/lake/x/y.parquet`, `t/${tenant}/reports/${DAY}/a.parquet`, '', tenantKey(tenant, 'lake', DAY, 'a.blocks')];
    for (const key of keys) {
      const refused = { code: 'lake_file.not_found' };
      await expect(collect(test.lake.hunt(tenant, { files: [foreign(key)], narrowing: everything }))).rejects.toMatchObject(refused);
      await expect(test.lake.remove(tenant, [foreign(key)])).rejects.toMatchObject(refused);
      await expect(test.lake.rewrite(tenant, foreign(key), () => false)).rejects.toMatchObject(refused);
    }
    expect((await collect(test.lake.hunt(globex, { files: [file], narrowing: everything }))).rows).toHaveLength(1);
  });
});

describe('erasure', () => {
  it('writes the file again without some rows, and keeps the old one until it is removed', async () => {
    const rows = range(30, (index) => row(index, { user: index % 3 === 0 ? 'ada' : 'bob' }));
    const file = await test.lake.write(tenant, DAY, rows);
    const next = await test.lake.rewrite(tenant, file, ({ user }) => user !== 'ada');
    if (next === null) throw new Error('there are rows left');
    expect(next).toMatchObject({ rows: 20, day: DAY, firstAt: MIDNIGHT + 1000 });
    const found = await collect(test.lake.hunt(tenant, { files: [next], narrowing: everything }));
    expect(found.rows).toEqual(rows.filter(({ user }) => user === 'bob'));
    expect(await test.storage.has(file.key)).toBe(true);
    await test.lake.remove(tenant, [file]);
    await test.lake.remove(tenant, [file]);
    expect(await test.storage.has(file.key)).toBe(false);
    const left = readdirSync(path.join(test.folder, 'copies', tenant)).filter((name) => name.includes(path.basename(file.key, '.parquet')));
    expect(left).toEqual([]);
    expect((await collect(test.lake.hunt(tenant, { files: [file], narrowing: everything }))).faults).toHaveLength(1);
  });

  it('answers null when nothing is left, and the same file when all is', async () => {
    const file = await test.lake.write(tenant, DAY, range(3));
    expect(await test.lake.rewrite(tenant, file, () => false)).toBeNull();
    expect(await test.lake.rewrite(tenant, file, () => true)).toBe(file);
    const failing = () => {
      throw new Error('no decision');
    };
    await expect(test.lake.rewrite(tenant, file, failing)).rejects.toThrow('no decision');
  });
});

describe('a lake that closes', () => {
  it('ends its hunts', async () => {
    const short = await openTestLake({ storage: test.storage });
    const file = await short.lake.write(tenant, DAY, range(BLOCK_ROWS * 2));
    const hunt = async () => {
      for await (const batch of short.lake.hunt(tenant, { files: [file], narrowing: everything })) if (batch.rows.length > 0) await short.lake.close();
    };
    await expect(hunt()).rejects.toMatchObject({ name: 'Outage', dependency: 'lake' });
  });
});
