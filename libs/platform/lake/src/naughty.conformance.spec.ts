import { readFileSync } from 'node:fs';
import { newTenantId } from '@vedette/kernel';
import { describeWithData } from '@vedette/testing';
import { SEARCHED_COLUMNS } from './lake-row';
import { collect, DAY, openTestLake, row } from './testing/sample';

describeWithData('naughty strings', 'reports/blns.json', (file) => {
  const texts: string[] = JSON.parse(readFileSync(file, 'utf8'));

  it('come back as they went in, in every column', async () => {
    const test = await openTestLake();
    const tenant = newTenantId();
    const rows = texts.map((text, index) => row(index, { segmentId: text, source: text, kind: text, eventCode: text, host: text, user: text, sourceIp: text, destinationIp: text, original: text }));
    const written = await test.lake.write(tenant, DAY, rows);
    expect((await collect(test.lake.hunt(tenant, { files: [written], narrowing: { everything: true } }))).rows).toEqual(rows);
    for (const [index, text] of texts.entries()) {
      const column = SEARCHED_COLUMNS[index % SEARCHED_COLUMNS.length] ?? 'host';
      const ways = [{ text }, { any: [{ text }, { text: 'zz1' }, { text: 'zz2' }] }, { column, values: [text] }, { everything: true }] as const;
      const narrowing = ways[index % ways.length] ?? { everything: true };
      const sources = 'everything' in narrowing ? [text] : undefined;
      const found = await collect(test.lake.hunt(tenant, { files: [written], narrowing, sources }));
      expect({ text, faults: found.faults, found: found.rows.some((each) => each.original === text) }).toEqual({ text, faults: [], found: true });
    }
    await test.close();
  }, 120_000);
});
