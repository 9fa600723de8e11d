import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBreachedPasswords } from './breached-passwords';

const breached = Array.from({ length: 500 }, (_, index) => `known password ${index}`);
const digests = breached.map((password) => createHash('sha1').update(password).digest('hex').toUpperCase()).sort();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breached-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the full list of breached passwords', () => {
  it.each(['\n', '\r\n'])('is found in a sorted file, each of them and nothing else (line end %j)', async (end) => {
    const path = join(folder, 'sorted.txt');
    await writeFile(path, digests.map((digest, index) => `${digest}:${index + 1}${end}`).join(''));
    const list = await openBreachedPasswords(path);
    for (const password of breached) expect(await list.has(password)).toBe(true);
    for (const password of breached) expect(await list.has(`un${password}`)).toBe(false);
  });

  it('is found in a folder of ranges, and a padded entry is no breach', async () => {
    const digest = createHash('sha1').update('known').digest('hex').toUpperCase();
    const padded = createHash('sha1').update('padded').digest('hex').toUpperCase();
    await writeFile(join(folder, `${digest.slice(0, 5)}.txt`), `${digest.slice(5)}:12\r\n`);
    await writeFile(join(folder, `${padded.slice(0, 5)}.txt`), `${padded.slice(5)}:0\r\n`);
    const list = await openBreachedPasswords(folder);
    expect(await list.has('known')).toBe(true);
    expect(await list.has('padded')).toBe(false);
  });

  it('is not mistaken for an empty one when it is absent', async () => {
    await expect(openBreachedPasswords(join(folder, 'absent'))).rejects.toThrow('ENOENT');
  });
});
