import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const tickMicroseconds = 1e6 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // proc(5): fields 4 (ppid), 14 (utime), 15 (stime), 16 and 17 (those of waited-for children)
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]) };
  } catch {
    return null;
  }
}

/** CPU, in microseconds, that `roots` and all their descendants have used so far (Linux). */
export function cpuMicroseconds(roots) {
  const stats = new Map();
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) {
      const stat = statOf(name);
      if (stat) stats.set(Number(name), stat);
    }
  }
  const wanted = new Set(roots);
  let ticks = 0;
  for (const [pid, stat] of stats) {
    let at = pid;
    for (let depth = 0; depth < 32 && at > 1; depth++) {
      if (wanted.has(at)) {
        ticks += stat.ticks;
        break;
      }
      at = stats.get(at)?.parent ?? 0;
    }
  }
  return ticks * tickMicroseconds;
}

/** The same of all processes that this one started, and theirs: a whole installation without its load generator. */
export function cpuOfChildren() {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(name)?.parent === process.pid);
  return cpuMicroseconds(children.map(Number));
}
