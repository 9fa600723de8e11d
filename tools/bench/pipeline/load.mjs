import { cpuMicroseconds, cpuOfChildren } from '../cpu.mjs';
import { post } from '../http.mjs';
import { openSubscribers } from '../subscribers.mjs';

export const BATCH = 500;
const LOAD_EVENTS = 60_000;
const SMALLEST_BATCH = 50;
const PACED_SECONDS = 15;
const MOST_PACED_POSTS = 2_000;
/** Every so many posts one has a line that is no event. */
const BROKEN_EVERY = 8;
export const MUTED = 'muted';
const BUSY = new Set([429, 503]);
const MOST_ATTEMPTS = 30;

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Posts of one size; a share of them with a broken line, which is refused while the others are kept. */
export function bodiesOf(texts, batch, count = 20) {
  return Array.from({ length: count }, (_, place) => {
    const from = (place * batch) % Math.max(1, texts.length - batch + 1);
    const events = texts.slice(from, from + batch);
    const broken = place % BROKEN_EVERY === BROKEN_EVERY - 1 ? 1 : 0;
    return { text: [...events, ...(broken ? ['{"EventID": 4688, "cut": "in the mid'] : [])].join('\n'), events: events.length, broken };
  });
}

/** As many events for many tenants as for one, in posts that get smaller where there are more of them. */
export function batchFor(tenants) {
  return Math.max(SMALLEST_BATCH, Math.min(BATCH, Math.floor(LOAD_EVENTS / tenants)));
}

/**
 * Answers how long the acknowledgement took, from the first attempt on: who is told to come back does so, and is counted.
 * What was sent is written down. @throws Error unless each event was taken
 */
export async function send(stack, tenant, { text, events, broken = 0 }, source = 'bench') {
  const start = performance.now();
  const headers = { authorization: `Bearer ${tenant.key}`, 'content-type': 'application/x-ndjson', 'vedette-source': source };
  let answer = await post(`${stack.url}/v1/events`, headers, text, tenant.agent);
  for (let attempt = 0; attempt < MOST_ATTEMPTS && BUSY.has(answer.status); attempt++) {
    tenant.busy++;
    await pause((JSON.parse(answer.text).facts?.retryAfter ?? 1) * 1000);
    answer = await post(`${stack.url}/v1/events`, headers, text, tenant.agent);
  }
  const took = performance.now() - start;
  if (answer.status !== 202) throw new Error(`ingest answered ${answer.status}: ${answer.text.slice(0, 200)}`);
  const { accepted, rejected } = JSON.parse(answer.text);
  if (accepted !== events || rejected.length !== broken) throw new Error(`ingest took ${accepted} of ${events} events and refused ${rejected.length}`);
  tenant.sent += events + broken;
  tenant.refused += broken;
  stack.posted += source === MUTED && stack.muted ? 0 : events;
  return took;
}

/** An event that raises an alert of its own: no other is about this host. */
export function marked(host) {
  return {
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 1,
    Computer: host,
    UtcTime: new Date().toISOString().replace('T', ' ').slice(0, 23),
    Image: 'C:\\Windows\\System32\\vssadmin.exe',
    CommandLine: 'vssadmin.exe Delete Shadows /All /Quiet',
  };
}

export function withMarked({ text, events, broken }, host) {
  return { text: `${JSON.stringify(marked(host))}\n${text}`, events: events + 1, broken };
}

async function evaluated(stack) {
  let sum = 0;
  for (const one of Object.values(stack.processes)) {
    if (one.kind !== 'detection') continue;
    const text = await (await fetch(one.metricsUrl)).text();
    for (const match of text.matchAll(/^vedette_events_evaluated_total(?:\{[^}]*\})? (\d+)/gm)) sum += Number(match[1]);
  }
  return sum;
}

/** Nothing is left once the detection processes have counted all that was ever posted. */
export async function drained(stack, timeoutMs = 180_000) {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    if ((await evaluated(stack)) >= stack.posted) return;
    await pause(50);
  }
  throw new Error(`bench: ${await evaluated(stack)} of ${stack.posted} events evaluated after ${timeoutMs / 1000} s`);
}

/** By kind of process; Postgres and Redis are the rest of what was started. */
function cpuNow(stack) {
  const of = (kind) => cpuMicroseconds(Object.values(stack.processes).filter((one) => one.kind === kind).map(({ pid }) => pid));
  const [all, gateway, detection] = [cpuOfChildren(), of('gateway'), of('detection')];
  return { all, gateway, detection, servers: all - gateway - detection };
}

/** As fast as it goes: events a second from first post to last evaluation, and CPU of every process of the stack. */
export async function fullLoad(stack, tenants, bodies, atOnce) {
  const batch = bodies[0].events;
  const posts = Math.max(tenants.length, Math.floor(LOAD_EVENTS / batch));
  const acknowledgements = [];
  const cpu = cpuNow(stack);
  const before = stack.posted;
  const start = performance.now();
  let next = 0;
  const sender = async () => {
    while (next < posts) {
      const place = next++;
      acknowledgements.push(await send(stack, tenants[place % tenants.length], bodies[place % bodies.length]));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  await drained(stack);
  const seconds = (performance.now() - start) / 1000;
  const events = stack.posted - before;
  const after = cpuNow(stack);
  const { all, ...parts } = Object.fromEntries(Object.keys(cpu).map((name) => [name, (after[name] - cpu[name]) / events]));
  return { rate: events / seconds, cpu: all, parts, events, acknowledgements };
}

/**
 * Half of that rate, evenly paced over the tenants, each post with one marked attack: what a post and a subscriber wait.
 * The sockets are spread over the tenants that are posted to.
 */
export async function halfLoad(stack, tenants, bodies, rate, sockets) {
  const sentAt = new Map();
  const delays = [];
  const acknowledgements = [];
  const everyMs = (bodies[0].events / (rate / 2)) * 1000;
  const posts = Math.min(MOST_PACED_POSTS, Math.floor((PACED_SECONDS * 1000) / everyMs));
  // A step that shares no factor with the usual numbers of tenants.
  const tenantOf = (index) => tenants[(index * 7) % tenants.length];
  const watched = Array.from({ length: sockets }, (_, place) => tenantOf(Math.floor((place * posts) / sockets)));
  const subscribers = await openSubscribers(stack.url, watched.map(({ key }) => key), (alert, at) => {
    const sent = sentAt.get(alert.entity.value);
    if (sent !== undefined) delays.push(at - sent);
  });
  const socketsOf = new Map();
  for (const tenant of watched) socketsOf.set(tenant, (socketsOf.get(tenant) ?? 0) + 1);
  const start = performance.now();
  const underWay = [];
  let expected = 0;
  for (let index = 0; index < posts; index++) {
    const wait = start + index * everyMs - performance.now();
    if (wait > 0) await pause(wait);
    const host = `bench-${index}.acme.example`;
    const tenant = tenantOf(index);
    expected += socketsOf.get(tenant) ?? 0;
    sentAt.set(host, performance.now());
    underWay.push(send(stack, tenant, withMarked(bodies[index % bodies.length], host)).then((took) => acknowledgements.push(took)));
  }
  await Promise.all(underWay);
  await drained(stack);
  await pause(2_000);
  await subscribers.close();
  return { posts, acknowledgements, delays, expected, heard: delays.length };
}
