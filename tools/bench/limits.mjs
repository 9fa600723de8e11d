import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRedis } from '../embedded/redis.mjs';
import { cacheFolder } from '../start/servers.mjs';
import { median, percentile, printTable, writeJson } from './report.mjs';

const asker = fileURLToPath(new URL('./limits/asker.mjs', import.meta.url));
const PROCESSES = 4;
const LIMIT = 1_000;
const WINDOW_MS = 5_000;
const WITHIN = 0.01;

export const options = { seconds: { type: 'string', default: '20' } };
export const help = '--seconds N (20): how long four processes ask one limit, with Redis and then without';

export async function run({ root, values }) {
  const seconds = Number(values.seconds);
  const home = mkdtempSync(path.join(tmpdir(), 'vedette-bench-limits-'));
  const redis = await startRedis({ folder: home, cache: cacheFolder(), keep: false });
  const settings = { url: redis.url, tenant: randomUUID(), limit: LIMIT, windowMs: WINDOW_MS, processes: PROCESSES };
  const askers = await Promise.all(Array.from({ length: PROCESSES }, () => open(settings)));
  try {
    const alone = (await ask(askers.slice(0, 1), { single: 5_000 }))[0].times;
    const shared = joined(await ask(askers, { seconds }));
    await redis.kill();
    const lost = joined(await ask(askers, { seconds: Math.max(seconds / 2, (2 * WINDOW_MS) / 1000) }));
    const most = Math.max(...windows(shared.at));
    const rate = shareOfLimit(shared.at);
    // Those that were allowed by Redis just before it was lost are in these windows too.
    const across = Math.max(...windows([...shared.at, ...lost.at]));
    const percent = (share) => `${(share * 100).toFixed(2)} %`;
    const bars = [
      ['most in any window, of the limit', percent(most / LIMIT), '≤ 101 %', most / LIMIT <= 1 + WITHIN],
      ['allowed over the whole time, of the limit', percent(rate), '99–101 %', Math.abs(rate - 1) <= WITHIN],
      ['answered alone although Redis is there', shared.alone, '0', shared.alone === 0],
      ['Redis killed: most in any window, of the limit', percent(across / LIMIT), '≤ 100 %', across <= LIMIT],
      ['Redis killed: allowed', lost.at.length, '> 0', lost.at.length > 0],
    ];
    printTable(`limits: ${PROCESSES} processes, ${LIMIT} in any ${WINDOW_MS / 1000} s, Redis (${redis.label})`, ['what', 'measured', 'bar', ''], [
      ...bars.map(([what, measured, bar, met]) => [what, measured, bar, met ? 'met' : 'MISSED']),
      ['questions a second, all processes', Math.round(shared.asked / seconds)],
      ['one question, nothing else going on, µs p50 / p99', `${median(alone).toFixed(0)} / ${percentile(alone, 0.99).toFixed(0)}`],
      ['one question, all asking, mean µs', ((shared.took / shared.asked) * 1000).toFixed(0)],
    ]);
    writeJson(root, 'limits', {
      seconds, limit: LIMIT, windowMs: WINDOW_MS, most, rate, across, asked: shared.asked, allowed: shared.at.length, allowedWithoutRedis: lost.at.length,
      microseconds: { p50: median(alone), p99: percentile(alone, 0.99) },
    });
    if (bars.some(([, , , met]) => !met)) process.exitCode = 1;
  } finally {
    for (const child of askers) child.disconnect();
    await redis.stop().catch(() => undefined);
    rmSync(home, { recursive: true, force: true });
  }
}

async function open(settings) {
  const child = fork(asker, [JSON.stringify(settings)], { env: { ...process.env, LOG_LEVEL: 'fatal' }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await answerOf(child);
  return child;
}

function ask(askers, message) {
  return Promise.all(askers.map((child) => {
    const answer = answerOf(child);
    child.send(message);
    return answer;
  }));
}

function answerOf(child) {
  return new Promise((resolve, reject) => {
    const gone = (code) => reject(new Error(`bench: an asker ended with ${code}`));
    child.once('exit', gone);
    child.once('message', (message) => {
      child.off('exit', gone);
      resolve(message);
    });
  });
}

function joined(seen) {
  const sum = (name) => seen.reduce((total, each) => total + each[name], 0);
  return { asked: sum('asked'), alone: sum('alone'), took: sum('took'), at: seen.flatMap(({ at }) => at).sort((a, b) => a - b) };
}

/** What each window holds that ends with something allowed, by the clock that counted: no other position holds more. */
function windows(times) {
  const sorted = [...times].sort((a, b) => a - b);
  let first = 0;
  return sorted.map((at, last) => {
    while (sorted[first] <= at - WINDOW_MS) first += 1;
    return last - first + 1;
  });
}

/** Between the first allowed of one burst and of the last one, against what the limit allows in that time. */
function shareOfLimit(times) {
  const bursts = times.filter((_, index) => index % LIMIT === 0);
  if (bursts.length < 2) return NaN;
  return ((bursts.length - 1) * WINDOW_MS) / (bursts[bursts.length - 1] - bursts[0]);
}
