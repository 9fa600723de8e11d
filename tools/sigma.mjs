#!/usr/bin/env node
// npm run --silent sigma -- match|correlate|lint|explain …: `vedette sigma` from a clone, built first when it has to be.
// Standard output belongs to the command: whatever is said here goes to standard error.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const projects = { 'apps/cli': 'app-cli', 'libs/engine/sigma': 'engine-sigma', 'libs/engine/correlation': 'engine-correlation', 'libs/kernel': 'kernel' };
const builders = ['package-lock.json', 'tsconfig.base.json', 'nx.json', 'tools/build/build.mjs', 'tools/build/swc-options.cjs'];
const stampFile = path.join(root, '.nx/sigma/built');
const lockFile = path.join(root, '.nx/sigma/lock');

const say = (text) => console.error(`vedette: ${text}`);

function fail(reason) {
  say(reason);
  process.exit(1);
}

const stateOf = (file) => {
  const found = statSync(path.join(root, file), { throwIfNoEntry: false });
  return found ? `${file} ${found.mtimeMs} ${found.size}` : `${file} absent`;
};

/** Sources and what was made of them, by time and size. Asking Nx instead would cost each run a second or two. */
function fingerprint() {
  const sources = Object.keys(projects).flatMap((folder) => [
    ...readdirSync(path.join(root, folder, 'src'), { recursive: true }).sort().map((name) => path.join(folder, 'src', name)),
    path.join(folder, 'package.json'),
    path.join(folder, 'dist', folder === 'apps/cli' ? 'main.js' : 'index.js'),
  ]);
  return createHash('sha256').update([...builders, ...sources].map(stateOf).join('\n')).digest('hex');
}

const isBuilt = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint();

async function build() {
  const { nxEnvironment, nxProgram } = await import('./start/build.mjs');
  const args = [nxProgram(root), 'run-many', '-t', 'build', `--projects=${Object.values(projects).join(',')}`, '--outputStyle=static'];
  say('building the command (once, and after its sources change) …');
  await new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, env: { ...process.env, ...nxEnvironment, FORCE_COLOR: '0' }, maxBuffer: 64e6 }, (error, stdout, stderr) => {
      if (error) fail(`the build failed:\n${`${stdout}\n${stderr}`.trim().split('\n').slice(-40).join('\n')}`);
      resolve();
    });
  });
  writeFileSync(stampFile, fingerprint());
}

const lives = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** One build at a time: several commands may start at once, and each would empty the folder the other fills. */
async function buildAlone() {
  mkdirSync(path.dirname(lockFile), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = existsSync(lockFile) ? Number(readFileSync(lockFile, 'utf8')) : 0;
      // Written but empty for a moment: that is no holder that has died.
      if (holder > 0 && !lives(holder)) rmSync(lockFile, { force: true });
      else await sleep(100);
    }
  }
  const release = () => rmSync(lockFile, { force: true });
  process.once('exit', release);
  if (!isBuilt()) await build();
  process.off('exit', release);
  release();
}

const program = path.join(root, 'apps/cli/dist/main.js');
if (!existsSync(path.join(root, 'node_modules/@oclif/core'))) fail('the packages are not installed. Run: npm install');
if (!isBuilt()) {
  await buildAlone().catch((error) => {
    // A clone on a read-only disk works as long as somebody has built it.
    if (!['EROFS', 'EACCES', 'EPERM'].includes(error.code)) throw error;
    if (!existsSync(program)) fail(`it is not built, and ${root} cannot be written to (${error.code})`);
  });
}
// npm runs scripts at the root of the clone; the paths were meant from where its user stands.
if (process.env.npm_lifecycle_event === 'sigma' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
process.argv = [process.argv[0], program, 'sigma', ...process.argv.slice(2)];
await import(pathToFileURL(program).href);
