// An installation as a process, for callers that cannot load this code (jest compiles what it loads):
//   node tools/start/stack-server.mjs '<options of bootStack as JSON>'
// Lines of JSON: first { ready: { url, urls, demo, serviceUrls } } or { failed }, then one answer { id, ok } or
// { id, error } for each order { id, do, name?, stayDown? } on stdin. When stdin closes, everything stops.
import { createInterface } from 'node:readline';
import { bootStack } from './stack.mjs';

const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
const abort = new AbortController();
let stack;

const orders = {
  kill: ({ name, stayDown }) => named(name).kill({ stayDown }),
  start: async ({ name }) => {
    await named(name).start();
    await named(name).ready();
  },
  restart: async ({ name }) => {
    await named(name).restart();
    await named(name).ready();
  },
  ready: ({ name }) => named(name).ready(),
  stopProcess: ({ name }) => named(name).stop(),
  flushRedis: () => stack.redis.flush(),
  restartRedis: () => stack.redis.restart(),
  killRedis: async () => {
    await stack.redis.kill();
    await stack.redis.restart();
  },
  restartPostgres: () => stack.postgres.restart(),
  killPostgres: async () => {
    await stack.postgres.kill();
    await stack.postgres.restart();
  },
  stop: () => stack.stop(),
};

const lines = createInterface({ input: process.stdin });
lines.on('close', () => void leave());
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void leave());

try {
  stack = await bootStack({
    ...JSON.parse(process.argv[2] ?? '{}'),
    report: (name, line) => process.stderr.write(`[${name}] ${line}\n`),
    signal: abort.signal,
  });
} catch (error) {
  say({ failed: error.message });
  process.exit(1);
}
lines.on('line', (line) => void obey(JSON.parse(line)));
const { url, urls, demo, serviceUrls } = stack;
say({ ready: { url, urls, demo, serviceUrls } });

async function obey({ id, do: name, ...details }) {
  try {
    if (!orders[name]) throw new Error(`there is no order "${name}"; known: ${Object.keys(orders).join(', ')}`);
    await orders[name](details);
    say({ id, ok: true });
    if (name === 'stop') process.exit(0);
  } catch (error) {
    say({ id, error: error.message });
  }
}

function named(name) {
  const one = stack.processes[name];
  if (!one) throw new Error(`there is no process "${name}"; known: ${Object.keys(stack.processes).join(', ')}`);
  return one;
}

async function leave() {
  abort.abort();
  if (!stack) return;
  await stack.stop().catch((error) => process.stderr.write(`${error.message}\n`));
  process.exit(0);
}
