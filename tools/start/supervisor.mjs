// Keeps one process running: log file, errors shown, restart with backoff, and an end to patience.
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { endLeftover, sleep, tail } from '../embedded/child.mjs';

const patience = { crashes: 6, withinMs: 120_000 };
const largestLog = 20 * 1024 * 1024;

/** Waits between restarts: 0.5 s, 1 s, 2 s … 15 s, by how many crashes lie within the last two minutes. */
export const backoffMs = (recentCrashes) => Math.min(15_000, 500 * 2 ** Math.max(0, recentCrashes - 1));

/** pino's levels 50 and 60, by number or by name; anything that is not pino's JSON went to stderr for a reason. */
export const isErrorLine = (line) => /"level":(50|60|"error"|"fatal")/.test(line);

/**
 * Starts `node main` and keeps it up until stop(). `report(text)` tells the person in front of the terminal.
 * `extraArgs` go before the file. States: starting, running, waiting, stopped, failed.
 */
export class Supervised {
  #child = null;
  #crashes = [];
  #wanted = true;
  #finished = Promise.resolve();

  constructor({ name, main, env, cwd, logFile, pidFile, report = () => undefined, nodeArgs = [] }) {
    Object.assign(this, { name, main, env, cwd, logFile, pidFile, report, nodeArgs });
    this.state = 'stopped';
    this.restarts = 0;
  }

  get pid() {
    return this.#child?.pid;
  }

  async start() {
    await endLeftover(this.pidFile, this.main);
    this.#wanted = true;
    this.#spawn();
  }

  /** Ends the process with a signal it cannot refuse. It is started again as after any crash, unless told to stay down. */
  async kill({ stayDown = false, signal = 'SIGKILL' } = {}) {
    if (stayDown) this.#wanted = false;
    this.#child?.kill(signal);
    await this.#finished;
  }

  /** Asks politely, waits, then insists. */
  async stop(graceMs = 10_000) {
    this.#wanted = false;
    const child = this.#child;
    if (!child) return;
    child.kill('SIGTERM');
    const insist = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await this.#finished;
    clearTimeout(insist);
    this.state = 'stopped';
  }

  async restart() {
    await this.stop();
    await this.start();
  }

  #spawn() {
    const log = openLog(this.logFile);
    const child = spawn(process.execPath, ['--enable-source-maps', ...this.nodeArgs, this.main], {
      cwd: this.cwd,
      env: this.env,
      // A group of its own: Ctrl-C reaches the launcher alone, which stops everything in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.state = 'running';
    mkdirSync(dirname(this.pidFile), { recursive: true });
    if (child.pid) writeFileSync(this.pidFile, `${child.pid}\n`);
    for (const [stream, always] of [[child.stdout, false], [child.stderr, true]])
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        if (line && (always || isErrorLine(line))) this.report(line);
      });
    this.#finished = new Promise((resolve) => {
      child.once('error', (error) => this.report(error.message));
      child.once('close', (code, signal) => {
        log.end();
        rmSync(this.pidFile, { force: true });
        this.#child = null;
        resolve();
        if (this.#wanted) void this.#crashed(code, signal);
      });
    });
  }

  async #crashed(code, signal) {
    const now = performance.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < patience.withinMs), now];
    const how = signal ? `ended by ${signal}` : `ended with code ${code}`;
    if (this.#crashes.length > patience.crashes) {
      this.state = 'failed';
      this.report(`${how}; it keeps ending, so it stays down. The end of ${this.logFile}:\n${tail(this.logFile)}`);
      return;
    }
    const wait = backoffMs(this.#crashes.length);
    this.state = 'waiting';
    this.report(`${how}; starting it again in ${wait / 1000} s`);
    await sleep(wait);
    if (!this.#wanted) return;
    this.restarts++;
    this.#spawn();
  }
}

function openLog(file) {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > largestLog) renameSync(file, `${file}.1`);
  return createWriteStream(file, { flags: 'a', mode: 0o600 });
}
