// The packages: is the Node new enough, are the packages those of the lock file, install them if not.
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { tail } from '../embedded/child.mjs';
import { StartRefusal, workspace } from './home.mjs';

export const oldestNode = [20, 19];

export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new StartRefusal(`Vedette needs Node ${oldestNode.join('.')} or later; this is ${version}.\n  See https://nodejs.org/en/download`);
}

/**
 * Do the installed packages agree with the lock file? npm keeps its own record of what it installed beside them.
 * Optional packages may be absent: npm skips those of other platforms.
 */
export function installIsStale(lock, installed) {
  if (!installed) return true;
  return Object.entries(lock.packages).some(([path, wanted]) => {
    if (path === '') return false;
    const found = installed.packages[path];
    if (!found) return !(wanted.optional || wanted.devOptional || wanted.peer);
    return !wanted.link && found.version !== wanted.version;
  });
}

/** Are our own packages linked? A folder that came with a later commit than the lock file is not, whatever npm did before. */
export function linksAreMissing(lock, root) {
  return Object.entries(lock.packages).some(([path, { link, resolved }]) => link && existsSync(join(root, resolved)) && !existsSync(join(root, path)));
}

/** Installs when needed. Returns whether it did. `logFile` receives npm's own words. */
export async function ensureDependencies({ logFile, root = workspace, signal }) {
  const lockFile = join(root, 'package-lock.json');
  const recordFile = join(root, 'node_modules/.package-lock.json');
  const record = existsSync(recordFile) ? JSON.parse(readFileSync(recordFile, 'utf8')) : null;
  const lockText = readFileSync(lockFile, 'utf8');
  // npm leaves some packages out for reasons of its own; what it made of this very lock once, it would make again.
  const stampFile = join(root, 'node_modules/.vedette-installed');
  const stamp = createHash('sha256').update(lockText).update(readFileSync(join(root, 'package.json'))).digest('hex');
  const known = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  const lock = JSON.parse(lockText);
  if (!linksAreMissing(lock, root) && (known || !installIsStale(lock, record))) return { installed: false, detail: 'already there' };

  refuseReadOnly(root);
  mkdirSync(dirname(logFile), { recursive: true });
  const done = () => {
    writeFileSync(stampFile, stamp);
    return { installed: true };
  };
  if ((await npm(['ci'], { root, logFile, signal })) === 0) return done();
  signal?.throwIfAborted();
  // npm ci refuses a lock file that lacks optional packages of other platforms, which npm install itself leaves out.
  const code = await npm(['install'], { root, logFile, signal });
  // The lock in the repository is the truth; an install on one platform may not rewrite it.
  writeFileSync(lockFile, lockText);
  if (code !== 0)
    throw new StartRefusal(`npm could not install the packages (exit ${code}). The end of ${logFile}:\n${tail(logFile)}`);
  return done();
}

function refuseReadOnly(root) {
  try {
    accessSync(root, constants.W_OK);
  } catch {
    throw new StartRefusal(`cannot write to ${root}, where the packages must go.\n  Clone into a folder of yours and start there.`);
  }
}

function npm(args, { root, logFile, signal }) {
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn('npm', [...args, '--no-audit', '--no-fund', '--no-update-notifier'], {
    cwd: root,
    signal,
    stdio: ['ignore', log, log],
    shell: process.platform === 'win32',
    // NODE_ENV=production would leave out the compilers that the build needs.
    env: { ...process.env, NODE_ENV: 'development' },
  });
  closeSync(log);
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
