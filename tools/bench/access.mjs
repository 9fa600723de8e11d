import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bootStack } from '../start/stack.mjs';
import { answerTimes, questions } from './access/answer-times.mjs';
import { ask, makePeople, signIn } from './access/people.mjs';
import { revocations } from './access/revocation.mjs';
import { once, onInterrupt } from './interrupt.mjs';
import { median, percentile, printTable, writeJson } from './report.mjs';

const RATIO = 0.05;

export const options = { rounds: { type: 'string', default: '20' }, pairs: { type: 'string', default: '150' } };
export const help = '--rounds N (20): revocations of each kind, two gateways   --pairs N (150): known and unknown addresses, in turns';

const ms = (value) => `${value.toFixed(0)} ms`;

function revocationRows(kind, rounds) {
  const closed = rounds.flatMap((round) => round.closed);
  const late = rounds.filter((round) => Math.max(...round.closed) > round.first).length;
  const codes = new Set(rounds.flatMap((round) => round.codes));
  const leaked = rounds.reduce((sum, round) => sum + round.leaked, 0);
  return [
    [`${kind}: request → sockets closed at both gateways, p50 / p95 / most`, `${ms(median(closed))} / ${ms(percentile(closed, 0.95))} / ${ms(Math.max(...closed))}`, '≤ 1000 ms', Math.max(...closed) <= 1_000],
    [`${kind}: the next event, sent at once, reached others after (p50)`, ms(median(rounds.map(({ first }) => first))), '', true],
    [`${kind}: events that still reached a revoked socket`, leaked, '0', leaked === 0],
    [`${kind}: sockets closed later than others heard the next event`, late, '0', late === 0],
    [`${kind}: close codes`, [...codes].join(' '), '4403', codes.size === 1 && codes.has(4403)],
  ];
}

export async function run({ root, values }) {
  const [rounds, pairs] = [Number(values.rounds), Number(values.pairs)];
  const home = mkdtempSync(path.join(tmpdir(), 'vedette-bench-access-'));
  const interrupt = new AbortController();
  let booting;
  const close = once(async () => {
    interrupt.abort(new Error('interrupted'));
    await (await booting?.catch(() => undefined))?.stop();
    rmSync(home, { recursive: true, force: true });
  });
  const settle = onInterrupt(close);
  try {
    const many = '1000000';
    booting = bootStack({
      signal: interrupt.signal, home: path.join(home, 'home'), temporary: true, build: false, gateways: 2,
      extra: { gateway: { ATTEMPTS_PER_ADDRESS: many, SIGN_UPS_PER_NETWORK: many, GRAPHQL_ANONYMOUS_COST_PER_MINUTE: many, SOCKETS_PER_PRINCIPAL: '1000' } },
    });
    const stack = await booting;
    const password = 'velvet anchor drifts at noon';
    const people = await makePeople(stack, pairs, password);
    const owner = await signIn(stack.url, stack.demo);
    const { secret: witness } = await ask(stack.url, 'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret userErrors { message } } }', { input: { name: 'witness', scopes: ['alert:read'] } }, { cookie: owner });
    const { session, key } = await revocations(stack.urls, { demo: stack.demo, rounds, witness, owner });
    const bars = [...revocationRows('session', session), ...revocationRows('key', key)];
    const times = {};
    for (const name of Object.keys(questions)) {
      times[name] = await answerTimes(stack.url, name, people);
      const { ratio, known, unknown } = times[name];
      bars.push([`${name}: known ÷ unknown address, medians of ${pairs} pairs`, `${ratio.toFixed(3)} (${ms(known)} / ${ms(unknown)})`, `${1 - RATIO} to ${1 + RATIO}`, Math.abs(ratio - 1) <= RATIO]);
    }
    printTable('access: two gateways', ['what', 'measured', 'bar', ''], bars.map(([what, measured, bar, met]) => [what, measured, bar, bar === '' ? '' : met ? 'met' : 'MISSED']));
    writeJson(root, 'access', { rounds, pairs, session, key, times });
    if (bars.some(([, , , met]) => !met)) process.exitCode = 1;
  } finally {
    await close();
    settle();
  }
}
