import { execFileSync } from 'node:child_process';
import path from 'node:path';

describe('the generated client', () => {
  it('is what the schema and the operations say', () => {
    const generator = path.join(__dirname, '../generate.mjs');
    expect(() => execFileSync(process.execPath, [generator, '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});
