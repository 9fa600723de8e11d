import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bootStack } from '../start/stack.mjs';
import { cpuMicroseconds } from './cpu.mjs';
import { median, percentile, printTable, writeJson } from './report.mjs';
import { dataFolder, eventTexts, ruleDocuments } from './shared-data.mjs';
import { openSubscribers } from './subscribers.mjs';
import { writeRuleFolder } from './rule-folder.mjs';
import { randomBytes } from 'node:crypto';
import { benchKey, foreignAlertId } from './bench-key.mjs';
import { post } from './http.mjs';
import { foreignIds, listPages } from './reads.mjs';

const BATCH = 500;
const POSTS_AT_ONCE = 4;
const LOAD_POSTS = 120;
const SOCKETS = 100;
const FAN_OUT_SOCKETS = 1_000;
const FAN_OUT_ALERTS = 100;
const PACED_SECONDS = 15;
const ms = (value) => (Number.isFinite(value) ? `${value.toFixed(1)} ms` : '–');

async function send(url, key, body) {
  const start = performance.now();
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson', 'vedette-source': 'bench' };
  const { status, text } = await post(`${url}/v1/events`, headers, body);
  if (status !== 202) throw new Error(`ingest answered ${status}: ${text.slice(0, 200)}`);
  return performance.now() - start;
}

/** The queue is empty once the evaluated count of the metrics endpoint stands at what was posted. */
async function evaluated(stack) {
  let sum = 0;
  for (const one of Object.values(stack.processes)) {
    if (one.kind !== 'detection') continue;
    const text = await (await fetch(one.metricsUrl)).text();
    for (const match of text.matchAll(/^vedette_events_evaluated_total(?:\{[^}]*\})? (\d+)/gm)) sum += Number(match[1]);
  }
  return sum;
}

async function waitEvaluated(stack, goal, timeoutMs = 120_000) {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    if ((await evaluated(stack)) >= goal) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`bench: ${await evaluated(stack)} of ${goal} events evaluated after ${timeoutMs / 1000} s`);
}

/** As fast as it goes: events a second from first post to last evaluation, and CPU of every process of the stack. */
async function fullLoad(stack, key, bodies) {
  const goal = (await evaluated(stack)) + LOAD_POSTS * BATCH;
  const roots = rootPids(stack);
  const cpu = cpuMicroseconds(roots);
  const start = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: POSTS_AT_ONCE }, async () => {
      while (next < LOAD_POSTS) await send(stack.url, key, bodies[next++ % bodies.length]);
    }),
  );
  await waitEvaluated(stack, goal);
  const seconds = (performance.now() - start) / 1000;
  return { rate: (LOAD_POSTS * BATCH) / seconds, cpu: (cpuMicroseconds(roots) - cpu) / (LOAD_POSTS * BATCH) };
}

/** Half of that rate, evenly paced, with one marked attack a batch: what a post and a subscriber wait. */
async function halfLoad(stack, key, bodies, rate) {
  const sentAt = new Map();
  const delays = [];
  const acknowledgements = [];
  const subscribers = await openSubscribers(stack.url, key, SOCKETS, (alert, at) => {
    const sent = sentAt.get(alert.entity.value);
    if (sent !== undefined) delays.push(at - sent);
  });
  const everyMs = (BATCH / (rate / 2)) * 1000;
  const posts = Math.min(400, Math.floor((PACED_SECONDS * 1000) / everyMs));
  const start = performance.now();
  const underWay = [];
  for (let index = 0; index < posts; index++) {
    const wait = start + index * everyMs - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const host = `bench-${index}.acme.example`;
    const body = `${bodies[index % bodies.length]}\n${JSON.stringify(marked(host))}`;
    sentAt.set(host, performance.now());
    underWay.push(send(stack.url, key, body).then((took) => acknowledgements.push(took)));
  }
  await Promise.all(underWay);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const deliveries = subscribers.deliveries();
  await subscribers.close();
  return { posts, acknowledgements, delays, expected: posts * SOCKETS, heard: delays.length, deliveries };
}

function marked(host) {
  return {
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 1,
    Computer: host,
    UtcTime: new Date().toISOString().replace('T', ' ').slice(0, 23),
    Image: 'C:\\Windows\\System32\\vssadmin.exe',
    CommandLine: 'vssadmin.exe Delete Shadows /All /Quiet',
  };
}

/** One post of one event, alone: how long until the open page hears of it. */
async function quiet(stack, key) {
  const delays = [];
  let heard = () => undefined;
  const subscribers = await openSubscribers(stack.url, key, 1, () => heard());
  for (let index = 0; index < 30; index++) {
    const start = performance.now();
    const arrived = new Promise((resolve) => (heard = resolve));
    await send(stack.url, key, JSON.stringify(marked(`quiet-${index}.acme.example`)));
    await arrived;
    delays.push(performance.now() - start);
  }
  await subscribers.close();
  return delays;
}

/** Alerts to a thousand sockets, all for one tenant: deliveries from the first heard to the last. */
async function deliveries(stack, key) {
  let first;
  let last = 0;
  const subscribers = await openSubscribers(stack.url, key, FAN_OUT_SOCKETS, (_alert, at) => {
    first ??= at;
    last = at;
  });
  const events = Array.from({ length: FAN_OUT_ALERTS }, (_, index) => JSON.stringify(marked(`fan-out-${index}.acme.example`)));
  await send(stack.url, key, events.join('\n'));
  const goal = FAN_OUT_ALERTS * FAN_OUT_SOCKETS;
  for (let round = 0; round < 300 && subscribers.deliveries() < goal; round++) await new Promise((resolve) => setTimeout(resolve, 100));
  const heard = subscribers.deliveries();
  await subscribers.close();
  return { heard, goal, rate: heard / ((last - first) / 1000) };
}

function rootPids(stack) {
  return [...Object.values(stack.processes).map((one) => one.pid), stack.postgres.pid, stack.redis.pid].filter(Boolean);
}

function parseCost(texts) {
  const runs = [];
  for (let run = 0; run < 5; run++) {
    const before = process.cpuUsage();
    for (const text of texts) JSON.parse(text);
    const spent = process.cpuUsage(before);
    runs.push((spent.user + spent.system) / texts.length);
  }
  return median(runs);
}

export async function run({ root }) {
  const folder = dataFolder(root);
  const texts = eventTexts(folder, 'mixed', BATCH * 20);
  const bodies = Array.from({ length: 20 }, (_, index) => texts.slice(index * BATCH, (index + 1) * BATCH).join('\n')).filter(Boolean);
  const home = mkdtempSync(path.join(tmpdir(), 'vedette-bench-'));
  const pack = writeRuleFolder(path.join(home, 'sigmahq'), ruleDocuments(folder));
  const stack = await bootStack({
    home: path.join(home, 'home'),
    temporary: true,
    build: false,
    extra: {
      gateway: { SOCKETS_PER_PRINCIPAL: String(2 * FAN_OUT_SOCKETS), INGEST_EVENTS_PER_MINUTE: '1000000000' },
      detection: { RULE_PACKS: `starter,correlations,sigmahq=${pack}` },
    },
  });
  try {
    const apiKey = await benchKey(stack);
    const alone = await quiet(stack, apiKey);
    await fullLoad(stack, apiKey, bodies);
    const load = await fullLoad(stack, apiKey, bodies);
    const half = await halfLoad(stack, apiKey, bodies, load.rate);
    const fanOut = await deliveries(stack, apiKey);
    const pages = await listPages(stack.url, apiKey, { perSecond: 300, seconds: 10 });
    const isolation = await foreignIds(stack.url, apiKey, [await foreignAlertId(stack), randomBytes(25).toString('base64url')]);
    const parse = parseCost(texts);
    printTable(
      `pipeline: 1 gateway, 1 detection worker, starter and SigmaHQ rules, batches of ${BATCH}`,
      ['what', 'measured', 'first landing'],
      [
        ['end to end, stored and alerting', `${Math.round(load.rate)} events/s`, '20,000 events/s'],
        ['CPU over all processes', `${load.cpu.toFixed(1)} µs/event (${(load.cpu / parse).toFixed(1)}× JSON.parse)`, ''],
        ['acknowledgement at half load, p50 / p99', `${ms(percentile(half.acknowledgements, 0.5))} / ${ms(percentile(half.acknowledgements, 0.99))}`, 'p99 50 ms'],
        [`event → subscriber at half load, ${SOCKETS} sockets, p50 / p99`, `${ms(percentile(half.delays, 0.5))} / ${ms(percentile(half.delays, 0.99))}`, '60 / 250 ms'],
        ['   heard of expected', `${half.heard} of ${half.expected}`, 'all'],
        [`deliveries/s of one gateway, ${FAN_OUT_SOCKETS} sockets`, `${Math.round(fanOut.rate)}`, '20,000'],
        ['list page of 50 at 300 requests/s, p50 / p99', `${ms(pages.p50)} / ${ms(pages.p99)}`, 'p99 50 ms'],
        ["another tenant's id ÷ unknown id, medians", `${isolation.ratio.toFixed(3)}`, '0.95 to 1.05'],
        ['one event alone → open page, p50 / p99', `${ms(percentile(alone, 0.5))} / ${ms(percentile(alone, 0.99))}`, ''],
      ],
    );
    writeJson(root, 'pipeline', { load, parse, alone, half, fanOut, pages, isolation });
  } finally {
    await stack.stop();
  }
}
