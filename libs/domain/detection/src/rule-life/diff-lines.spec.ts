import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unifiedDiff } from './diff-lines';

const names = { before: 'a/x', after: 'b/x' };

/** What git makes of our diff: a stranger's reading of the format. */
function applied(before: string, diff: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'diff-'));
  try {
    writeFileSync(join(folder, 'x'), before);
    writeFileSync(join(folder, 'd'), diff);
    execFileSync('git', ['apply', '--unidiff-zero', '-p1', 'd'], { cwd: folder, stdio: 'pipe' });
    return readFileSync(join(folder, 'x'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the difference of two texts', () => {
  it('is shown as diff -u shows it', () => {
    expect(unifiedDiff('a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nD\ne\nf\n', names)).toBe('--- a/x\n+++ b/x\n@@ -1,6 +1,6 @@\n a\n b\n c\n-d\n+D\n e\n f\n');
    expect(unifiedDiff('same\n', 'same\n', names)).toBe('');
  });

  it('says where a text does not end in a line break', () => {
    expect(unifiedDiff('a\n', 'a', names)).toContain('\\ No newline at end of file');
  });

  it('leads from the one text to the other, as git reads it', () => {
    let seed = 7;
    const random = (n: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % n;
    for (let round = 0; round < 25; round++) {
      const text = () => Array.from({ length: 1 + random(40) }, () => 'abcde'.charAt(random(5))).join('\n') + (random(3) ? '\n' : '');
      const [before, after] = [text(), text()];
      const diff = unifiedDiff(before, after, names);
      expect(diff === '' ? before : applied(before, diff)).toBe(after);
    }
  }, 30_000);

  it('stays within bounds for texts made to be dear', () => {
    const many = (sign: string) => Array.from({ length: 100_000 }, (_, n) => `${sign}${n % 3}\n`).join('');
    const began = performance.now();
    expect(unifiedDiff(many('a'), many('b'), names).length).toBeGreaterThan(600_000);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
