#!/usr/bin/env node
/**
 * Keeps the demo tenant alive: ordinary events every second and one attack every few seconds, posted like any
 * customer's. Environment: VEDETTE_URL, VEDETTE_KEY, and optionally VEDETTE_ATTACK_EVERY_MS (7000), VEDETTE_PER_SECOND (4).
 */
import { attackStory, ordinaryEvents, picker } from './stream.mjs';

const url = process.env.VEDETTE_URL;
const key = process.env.VEDETTE_KEY;
if (!url || !key) {
  console.error('simulator: set VEDETTE_URL and VEDETTE_KEY');
  process.exit(1);
}
const attackEveryMs = Number(process.env.VEDETTE_ATTACK_EVERY_MS ?? 7000);
const perSecond = Number(process.env.VEDETTE_PER_SECOND ?? 4);
const pick = picker(Date.now());
const story = attackStory();

async function post(source, events) {
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson', 'vedette-source': source },
    body: events.map((event) => JSON.stringify(event)).join('\n'),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 200)}`);
  await answer.arrayBuffer();
}

let complained = 0;
function complain(error) {
  // One line a minute: the gateway may be restarting, and that is not news worth a flood.
  if (Date.now() - complained < 60_000) return;
  complained = Date.now();
  console.error(`simulator: ${error.message}`);
}

async function ordinary() {
  for (const { source, events } of ordinaryEvents(new Date(), pick, perSecond)) await post(source, events).catch(complain);
}

async function attack() {
  const { source, attack: template } = story.next().value;
  await post(source, [template(new Date(), pick)].flat()).catch(complain);
}

const timers = [setInterval(() => void ordinary(), 1000), setInterval(() => void attack(), attackEveryMs)];
void attack();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    timers.forEach(clearInterval);
    process.exit(0);
  });
}
