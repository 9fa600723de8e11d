import { openSubscribers } from '../subscribers.mjs';
import { ask } from '../reads.mjs';
import { marked, pause, send } from './load.mjs';

const one = (host) => ({ text: JSON.stringify(marked(host)), events: 1 });

/** One post of one event, alone: how long until the open page hears of it. */
export async function quiet(stack, tenant) {
  const delays = [];
  let heard = () => undefined;
  const subscribers = await openSubscribers(stack.url, [tenant.key], () => heard());
  for (let index = 0; index < 30; index++) {
    const start = performance.now();
    const arrived = new Promise((resolve) => (heard = resolve));
    await send(stack, tenant, one(`quiet-${index}.acme.example`));
    await arrived;
    delays.push(performance.now() - start);
  }
  await subscribers.close();
  return delays;
}

/** Alerts to a thousand sockets, all for one tenant: deliveries from the first heard to the last. */
export async function deliveries(stack, tenant, sockets, alerts) {
  let first;
  let last = 0;
  const subscribers = await openSubscribers(stack.url, Array(sockets).fill(tenant.key), (_alert, at) => {
    first ??= at;
    last = at;
  });
  const events = Array.from({ length: alerts }, (_, index) => JSON.stringify(marked(`fan-out-${index}.acme.example`)));
  await send(stack, tenant, { text: events.join('\n'), events: alerts });
  const goal = alerts * sockets;
  for (let round = 0; round < 300 && subscribers.deliveries() < goal; round++) await pause(100);
  const heard = subscribers.deliveries();
  await subscribers.close();
  return { heard, goal, rate: heard / ((last - first) / 1000) };
}

/** The id of an alert that a tenant has, once it has one. */
export async function alertIdOf(stack, tenant) {
  await send(stack, tenant, one('foreign.globex.example'));
  for (let attempt = 0; attempt < 100; attempt++) {
    const { alerts } = await ask(stack.url, tenant.key, 'query { alerts(first: 1) { edges { node { id } } } }');
    const [edge] = alerts.edges;
    if (edge) return edge.node.id;
    await pause(100);
  }
  throw new Error('bench: an alert that was expected did not come within 10 seconds');
}
