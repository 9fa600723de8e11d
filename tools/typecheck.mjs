// Typechecks the workspace: the server's code in one program, the console and the journeys in theirs (they know the DOM).
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = join(dirname(createRequire(join(root, 'package.json')).resolve('typescript/package.json')), 'bin/tsc');

const programs = ['tsconfig.json', 'apps/console/tsconfig.json', 'apps/e2e/tsconfig.json'].filter(
  (config) => config === 'tsconfig.json' || hasSource(join(root, dirname(config), 'src')),
);
let failed = false;
for (const config of programs) {
  const { status } = spawnSync(process.execPath, [tsc, '-p', config, '--noEmit', '--pretty', 'false'], { cwd: root, stdio: 'inherit' });
  console.log(`typecheck ${config}: ${status === 0 ? 'clean' : 'errors above'}`);
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);

/** tsc calls a folder without sources an error; a project may be older than its first file. */
function hasSource(folder) {
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => /\.tsx?$/.test(name));
}
