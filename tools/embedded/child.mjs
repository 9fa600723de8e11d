// Child processes that end when we end: own process group, log file, pid file to find leftovers of a killed launcher.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Starts a program in a process group of its own: Ctrl-C reaches the launcher alone, which then stops its children in
 * order (a database that heard the same Ctrl-C would be gone before the processes that still write to it).
 */
export function startChild({ command, args = [], env, cwd, logFile, pidFile }) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
    const exited = new Promise((resolve) => {
      child.once('error', (error) => resolve({ code: null, signal: null, error }));
      child.once('exit', (code, signal) => {
        if (pidFile) rmSync(pidFile, { force: true });
        resolve({ code, signal });
      });
    });
    if (pidFile && child.pid) {
      mkdirSync(dirname(pidFile), { recursive: true });
      writeFileSync(pidFile, `${child.pid}\n`);
    }
    return { pid: child.pid, child, exited, running: () => child.exitCode === null && child.signalCode === null && child.pid !== undefined };
  } finally {
    closeSync(log);
  }
}

/** Sends each signal of `ladder` in turn and waits its time; true if the process ended before the last resort. */
export async function stopChild(started, ladder) {
  for (const [signal, waitMs] of ladder) {
    if (!started.running()) return true;
    started.child.kill(signal);
    if (await within(started.exited, waitMs)) return true;
  }
  if (started.running()) {
    started.child.kill('SIGKILL');
    await within(started.exited, 2_000);
    return false;
  }
  return true;
}

/**
 * Ends a process that a killed launcher left behind. Its pid is believed only if its command line still contains
 * `mark`: pids are reused, and ending a stranger's process is worse than leaving ours.
 */
export async function endLeftover(pidFile, mark, signal = 'SIGTERM', waitMs = 8_000) {
  if (!existsSync(pidFile)) return false;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  rmSync(pidFile, { force: true });
  if (!Number.isInteger(pid) || !commandLine(pid).includes(mark)) return false;
  tryKill(pid, signal);
  for (let waited = 0; waited < waitMs; waited += 100) {
    if (!commandLine(pid).includes(mark)) return true;
    await sleep(100);
  }
  tryKill(pid, 'SIGKILL');
  await sleep(300);
  return true;
}

/** The command line of a live process, or '' if there is none. Zombies have an empty one, which is what we want. */
export function commandLine(pid) {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const asError = (reason) => (reason instanceof Error ? reason : new Error(reason));

/** Polls until `probe` answers true; throws `message` after `timeoutMs`, at once if `gaveUp` says it is hopeless. */
export async function until(probe, { timeoutMs, everyMs = 50, message, gaveUp = () => false }) {
  const deadline = Date.now() + timeoutMs;
  while (!(await probe())) {
    if (gaveUp() || Date.now() > deadline) throw typeof message === 'function' ? asError(message()) : new Error(message);
    await sleep(everyMs);
  }
}

/** The last lines of a log, for messages that say why something would not start. */
export function tail(file, lines = 12) {
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

function within(promise, ms) {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, ms, false)));
  return Promise.race([promise.then(() => true), late]).finally(() => clearTimeout(timer));
}

function tryKill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
