// Programs out of Debian's packages without root: a private apt state over the machine's own sources, then dpkg -x.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { onPath } from './on-path.mjs';

const run = promisify(execFile);

/** The C library and its loader must be the machine's own: a second copy in LD_LIBRARY_PATH crashes every program. */
const alwaysPresent = /^(libc6|libc-bin|libgcc-s1|gcc-\d+-base|libcrypt1|(c?debconf|dpkg|perl|tar|passwd|adduser|login|install-info).*|coreutils|init-system-helpers)$/;
/** Desktop parts that a headless program names and never loads; the compilers of graphics drivers are 400 MB. */
const neverLoaded = /^(libllvm.*|libgl1-mesa-dri|mesa-.*|libgallium.*|libz3-.*|x11-.*|xdg-utils|libgtk.*|gtk-.*|adwaita-.*|hicolor-.*|systemd.*)$/;

export const hasApt = () => Boolean(onPath('apt-get') && onPath('apt-cache') && onPath('dpkg'));

/**
 * Extracts packages with all they depend on into `folder` (cached: done once). Returns { folder, libraries }, the second
 * being the value for LD_LIBRARY_PATH. Throws when the machine has no apt or the packages cannot be had.
 */
export async function extractDebianPackages(names, folder) {
  if (!existsSync(join(folder, 'done'))) {
    if (!hasApt()) throw new Error('this machine has no apt');
    const work = `${folder}.partial`;
    rmSync(work, { recursive: true, force: true });
    mkdirSync(join(work, 'root'), { recursive: true });
    try {
      const apt = await privateApt(work);
      const wanted = await closure(apt, names);
      await run('apt-get', [...apt, 'download', ...wanted], { cwd: work, maxBuffer: 16e6 });
      for (const file of readdirSync(work).filter((name) => name.endsWith('.deb')))
        execFileSync('dpkg', ['-x', join(work, file), join(work, 'root')], { stdio: ['ignore', 'ignore', 'pipe'] });
      // dpkg keeps set-user-id bits; a root-owned program of that kind has no business in a cache folder.
      execFileSync('find', [join(work, 'root'), '-perm', '/6000', '-exec', 'chmod', 'a-s', '{}', '+']);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(dirname(folder), { recursive: true });
      renameSync(join(work, 'root'), folder);
      mkdirSync(join(folder, 'done'));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return { folder, libraries: libraryFolders(folder).join(':') };
}

async function privateApt(work) {
  const state = join(work, 'state');
  for (const name of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(state, name), { recursive: true });
  const options = [
    `Dir::State=${state}`, `Dir::State::lists=${join(state, 'lists')}`, `Dir::Cache=${join(state, 'cache')}`,
    'Dir::State::status=/var/lib/dpkg/status', 'Debug::NoLocking=true', 'APT::Sandbox::User=', 'Acquire::Retries=2', 'Acquire::http::Timeout=20',
  ].flatMap((option) => ['-o', option]);
  await run('apt-get', [...options, '-q', 'update'], { maxBuffer: 16e6 });
  return options;
}

async function closure(apt, names) {
  const skip = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map((kind) => `--no-${kind}`);
  const { stdout } = await run('apt-cache', [...apt, 'depends', '--recurse', ...skip, ...names], { maxBuffer: 16e6 });
  return packageNames(stdout).filter((name) => !alwaysPresent.test(name) && !neverLoaded.test(name));
}

/** `apt-cache depends` prints packages at the line start, virtual ones in <angle brackets>, dependencies indented. */
export function packageNames(listing) {
  return [...new Set(listing.split('\n').filter((line) => /^[a-z0-9]/.test(line)).map((line) => line.trim()))];
}

function libraryFolders(folder) {
  const bases = [join(folder, 'usr/lib'), join(folder, 'lib')].filter((base) => existsSync(base));
  const triplets = bases.flatMap((base) => readdirSync(base).filter((name) => /-linux-gnu/.test(name)).map((name) => join(base, name)));
  return [...triplets, ...bases];
}
