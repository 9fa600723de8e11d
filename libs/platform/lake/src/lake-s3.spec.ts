import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newTenantId } from '@vedette/kernel';
import { openStorage } from '@vedette/storage';
import S3rver from 's3rver';
import { collect, DAY, openTestLake, row } from './testing/sample';

it('a lake on S3 writes, hunts, erases and removes', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'vedette-s3rver-'));
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: [{ name: 'vedette', configs: [] }] });
  const { port } = await server.run();
  const storage = openStorage({ url: `s3://vedette/lakes?endpoint=${encodeURIComponent(`http://127.0.0.1:${port}`)}`, keys: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } });
  const test = await openTestLake({ storage });
  const tenant = newTenantId();
  const file = await test.lake.write(tenant, DAY, Array.from({ length: 20_000 }, (_, index) => row(index)));
  const query = { files: [file], narrowing: { text: '"n":1999' } };
  const found = await collect(test.lake.hunt(tenant, query));
  expect(found.rows.map(({ index }) => index)).toEqual([1999, ...Array.from({ length: 10 }, (_, index) => 19_990 + index)]);
  const next = await test.lake.rewrite(tenant, file, ({ index }) => index < 5);
  expect(next?.rows).toBe(5);
  await test.lake.remove(tenant, [file]);
  expect((await collect(test.lake.hunt(tenant, query))).faults).toMatchObject([{ error: { code: 'object.not_found' } }]);
  await test.close();
  server.httpServer.closeAllConnections();
  await server.close();
  await rm(directory, { recursive: true, force: true });
});
