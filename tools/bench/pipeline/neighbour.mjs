import { openSubscribers } from '../subscribers.mjs';
import { median, percentile } from '../report.mjs';
import { BATCH, drained, pause, send, withMarked } from './load.mjs';

const PAIRS = 5;
const RUN_SECONDS = 15;
const EVERY_MS = 500;
const TIMES = 100;

let host = 0;

/** Every tenant posts twice a second, none at the same time as another; each post has one marked attack. */
function others(stack, tenants, bodies, note) {
  const posts = (RUN_SECONDS * 1000) / EVERY_MS;
  return Array.from({ length: posts * tenants.length }, (_, place) => {
    const name = `n-${host++}.acme.example`;
    return {
      at: (place * EVERY_MS) / tenants.length,
      post: () => {
        note(name);
        return send(stack, tenants[place % tenants.length], withMarked(bodies[place % bodies.length], name));
      },
    };
  });
}

/** A hundred times what each of the others sends, in posts of the usual size. */
function loud(stack, tenant, bodies, rate) {
  const everyMs = (BATCH / (rate * TIMES)) * 1000;
  return Array.from({ length: Math.floor((RUN_SECONDS * 1000) / everyMs) }, (_, place) => ({ at: place * everyMs, post: () => send(stack, tenant, bodies[place % bodies.length]) }));
}

async function play(posts) {
  const start = performance.now();
  const underWay = [];
  for (const { at, post } of posts.sort((one, other) => one.at - other.at)) {
    const wait = start + at - performance.now();
    if (wait > 0) await pause(wait);
    underWay.push(post());
  }
  await Promise.all(underWay);
}

/**
 * What the others wait from the post of an event to its alert at their socket, without a loud neighbour and with one.
 * Runs take turns, and which kind begins changes from pair to pair. `settled` is called after each run.
 */
export async function neighbourRuns(stack, { quiet, neighbour, rate, small, large, settled }) {
  const sentAt = new Map();
  let delays = [];
  const subscribers = await openSubscribers(stack.url, quiet.map(({ key }) => key), (alert, at) => {
    const sent = sentAt.get(alert.entity.value);
    if (sent !== undefined) delays.push(at - sent);
  });
  const runOf = async (beside) => {
    delays = [];
    const before = quiet.reduce((sum, tenant) => sum + tenant.busy, 0);
    const own = others(stack, quiet, small, (name) => sentAt.set(name, performance.now()));
    await play([...own, ...(beside ? loud(stack, neighbour, large, rate) : [])]);
    await drained(stack);
    await pause(1_000);
    await settled();
    const busy = quiet.reduce((sum, tenant) => sum + tenant.busy, 0) - before;
    return { beside, busy, p50: percentile(delays, 0.5), p95: percentile(delays, 0.95), heard: delays.length, expected: own.length };
  };
  const pairs = [];
  try {
    await runOf(false);
    for (let pair = 0; pair < PAIRS; pair++) {
      const order = pair % 2 ? [true, false] : [false, true];
      const runs = [await runOf(order[0]), await runOf(order[1])];
      const [without, withIt] = order[0] ? [runs[1], runs[0]] : runs;
      pairs.push({ without, withIt, change: withIt.p95 / without.p95 - 1 });
    }
  } finally {
    await subscribers.close();
  }
  const side = (name, figure) => median(pairs.map((pair) => pair[name][figure]));
  const [without, withIt] = [side('without', 'p95'), side('withIt', 'p95')];
  return { pairs, p50: { without: side('without', 'p50'), withIt: side('withIt', 'p50') }, p95: { without, withIt }, change: withIt / without - 1 };
}
