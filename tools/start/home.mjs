// The folder that holds one installation: secrets, data, logs, ports. `.vedette` in the clone, or VEDETTE_HOME.
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine } from '../embedded/child.mjs';

export const workspace = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** A mistake of the person who starts, told without a stack trace. */
export class StartRefusal extends Error {}

export const defaultHome = () => resolve(process.env.VEDETTE_HOME || join(workspace, '.vedette'));

/** Creates the folder if absent; a StartRefusal says so when it cannot be written. */
export function openHome(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    // Root passes every access check, also on a file system mounted read-only: only a write tells.
    const probe = join(folder, '.write-probe');
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new StartRefusal(
      `cannot write to ${folder} (${error.code ?? error.message}).\n  Data, secrets and logs live there. Set VEDETTE_HOME to a folder of yours.`,
    );
  }
  return {
    folder,
    path: (...parts) => join(folder, ...parts),
    readJson: (name, absent) => (existsSync(join(folder, name)) ? JSON.parse(readFileSync(join(folder, name), 'utf8')) : absent),
    writeJson(name, value) {
      writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    },
  };
}

/** One launcher per folder: two would start two servers over the same data. Returns the function that lets go. */
export function lockHome(home, pid = process.pid) {
  const file = home.path('lock.json');
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, JSON.stringify({ pid, born: birthOf(pid) }), { flag: 'wx', mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = holderOf(file);
      if (holder || attempt > 2)
        throw new StartRefusal(
          `Vedette already runs over ${home.folder} (process ${holder ?? 'unknown'}).\n  Stop that one first, or set VEDETTE_HOME to another folder for a second installation.`,
        );
      rmSync(file, { force: true });
    }
  }
}

/** The pid in the lock if that very process still lives. Pids are reused, so its birth must agree as well. */
function holderOf(file) {
  try {
    const { pid, born } = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && commandLine(pid) !== '' && birthOf(pid) === born ? pid : null;
  } catch {
    return null;
  }
}

/** Start time in clock ticks since boot (proc(5), field 22); null where there is no /proc. */
function birthOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may hold spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return null;
  }
}
