// One process of `npm run bench limits`: asks one limit as fast as it can, when told, and says what was allowed and when.
import { createRequire } from 'node:module';

const { openCache } = createRequire(import.meta.url)('@vedette/cache');
const { url, tenant, limit, windowMs, processes } = JSON.parse(process.argv[2]);
const cache = openCache({ url, processes });
const question = { name: 'bench.calls', tenant, limit, windowMs };
const LANES = 4;

async function lane(until, seen) {
  while (performance.now() < until) {
    const began = performance.now();
    const { allowed, at, counted } = await cache.take(question);
    const took = performance.now() - began;
    seen.asked += 1;
    seen.took += took;
    if (counted === 'alone') seen.alone += 1;
    if (allowed) seen.at.push(at);
    // Without Redis nothing is waited for, and nothing else would ever run.
    if (counted === 'alone') await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** One at a time, so that the time is that of the question. */
async function one(count) {
  const times = [];
  for (let call = 0; call < count; call++) {
    const began = performance.now();
    await cache.take({ ...question, name: 'bench.one', limit: 1_000_000_000 });
    times.push((performance.now() - began) * 1000);
  }
  return times;
}

process.on('message', async ({ seconds, single }) => {
  if (single) return process.send({ times: await one(single) });
  const seen = { asked: 0, alone: 0, took: 0, at: [] };
  const until = performance.now() + seconds * 1000;
  await Promise.all(Array.from({ length: LANES }, () => lane(until, seen)));
  process.send(seen);
});
process.on('disconnect', () => process.exit(0));
await cache.take({ ...question, name: 'bench.hello' });
process.send('ready');
