import { zipOf } from '../fixtures/zip';
import { PackFault, packLimits } from './pack-file';
import { readArchive } from './read-archive';

describe('reading an archive of rules', () => {
  it('takes rules and licences, in order, and leaves everything else', async () => {
    const files = await readArchive(
      zipOf([
        { path: 'sigma/rules/b.yaml', text: 'b' },
        { path: 'sigma/rules/', text: '' },
        { path: 'sigma/rules/a.yml', text: 'a' },
        { path: 'sigma/.github/workflows/test.yml', text: 'no rule' },
        { path: 'sigma/LICENSE.txt', text: 'free' },
        { path: 'sigma/tool.py', text: 'x' },
      ]),
    );
    expect(files).toEqual([
      { path: 'sigma/LICENSE.txt', text: 'free' },
      { path: 'sigma/rules/a.yml', text: 'a' },
      { path: 'sigma/rules/b.yaml', text: 'b' },
    ]);
  });

  it.each([
    ['climbs out', zipOf([{ path: '../../etc/rule.yml', text: 'x' }])],
    ['is absolute', zipOf([{ path: '/etc/rule.yml', text: 'x' }])],
    ['hides a separator', zipOf([{ path: 'rules\\..\\rule.yml', text: 'x' }])],
    ['holds a huge file', zipOf([{ path: 'a.yml', text: 'x'.repeat(packLimits.fileBytes + 1) }])],
    ['is larger than it says', zipOf([{ path: 'a.yml', text: 'x'.repeat(1_000_000), claimedBytes: 10 }])],
    ['has an endless path', zipOf([{ path: `${'x'.repeat(500)}.yml`, text: 'x' }])],
    ['is encrypted', zipOf([{ path: 'a.yml', text: 'x', encrypted: true }])],
    ['is no zip', Buffer.from('PK not really')],
    ['is cut short', zipOf([{ path: 'a.yml', text: 'x' }]).subarray(0, 40)],
  ])('refuses one that %s', async (_, archive) => {
    await expect(readArchive(archive)).rejects.toBeInstanceOf(PackFault);
  });

  it('refuses one that unfolds into too much', async () => {
    const text = 'x'.repeat(packLimits.fileBytes);
    const archive = zipOf(Array.from({ length: 257 }, (_, n) => ({ path: `${n}.yml`, text })));
    expect(archive.length).toBeLessThan(1_000_000);
    await expect(readArchive(archive)).rejects.toThrow('bytes of rules');
  });
});
