import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { post } from '../http.mjs';
import { ask, signIn } from './people.mjs';

const query = 'subscription { alertChanged { cursor alert { id entity { value } } } }';
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A socket that is open and listens. `closedAt` resolves with the instant and the code of its end. */
async function listener(url, { cookie, key }) {
  const heard = [];
  class OwnSocket extends WebSocket {
    constructor(to, protocols) {
      super(to, protocols, cookie ? { headers: { cookie, origin: url } } : {});
    }
  }
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: OwnSocket,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => undefined,
    connectionParams: key ? { authorization: `Bearer ${key}` } : undefined,
  });
  const closedAt = new Promise((resolve) => client.on('closed', (event) => resolve({ at: performance.now(), code: event.code })));
  await new Promise((resolve, reject) => {
    client.on('connected', resolve);
    void closedAt.then(({ code }) => reject(new Error(`bench: a socket closed with ${code}`)));
  });
  client.subscribe({ query }, { next: ({ data }) => data && heard.push({ at: performance.now(), host: data.alertChanged.alert.entity.value }), error: () => undefined, complete: () => undefined });
  return { heard, closedAt, stop: () => void client.dispose() };
}

const attack = (host) =>
  JSON.stringify({ EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', Provider_Name: 'Microsoft-Windows-Sysmon', UtcTime: new Date().toISOString(), Computer: host, Image: 'C:\\Windows\\System32\\vssadmin.exe', OriginalFileName: 'VSSADMIN.EXE', CommandLine: 'vssadmin delete shadows /all /quiet', User: 'ACME\\bench' });

/**
 * Sockets of one credential at every gateway; it is revoked at the first, and at once an attack is sent. Answers how long
 * after the request each socket was closed, and what reached any of them after the revocation was acknowledged.
 */
export async function revocationRound(urls, { credential, revoke, witness, sender, host }) {
  const sockets = await Promise.all(urls.map((url) => listener(url, credential)));
  const control = await Promise.all(urls.map((url) => listener(url, { key: witness })));
  await pause(100);
  const sent = performance.now();
  await revoke(urls[0]);
  const acknowledged = performance.now();
  const { status } = await post(`${urls[0]}/v1/events`, { authorization: `Bearer ${sender}`, 'content-type': 'application/x-ndjson' }, `${attack(host)}\n`);
  if (status !== 202) throw new Error(`bench: the event was answered ${status}`);
  const ends = await Promise.all(sockets.map(({ closedAt }) => Promise.race([closedAt, pause(5_000).then(() => ({ at: Infinity, code: 0 }))])));
  const until = performance.now() + 10_000;
  while (!control.every(({ heard }) => heard.some((each) => each.host === host)) && performance.now() < until) await pause(10);
  if (!control.every(({ heard }) => heard.some((each) => each.host === host))) throw new Error('bench: those who may hear the alert did not');
  [...sockets, ...control].forEach(({ stop }) => stop());
  return {
    closed: ends.map(({ at }) => at - sent),
    first: Math.min(...control.flatMap(({ heard }) => heard.filter((each) => each.host === host).map(({ at }) => at - sent))),
    codes: ends.map(({ code }) => code),
    leaked: sockets.flatMap(({ heard }) => heard).filter(({ at }) => at > acknowledged).length,
    acknowledgement: acknowledged - sent,
  };
}

/** Both kinds of credential, in turns; each round has new ones. */
export async function revocations(urls, { demo, rounds, witness, owner }) {
  const results = { session: [], key: [] };
  const key = async (name) => {
    const { apiKey, secret } = await ask(urls[0], 'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id } secret userErrors { message } } }', { input: { name, scopes: ['alert:read'] } }, { cookie: owner });
    return { id: apiKey.id, secret };
  };
  for (let round = 0; round < rounds; round++) {
    const cookie = await signIn(urls[0], demo);
    const common = { witness, sender: demo.apiKey };
    results.session.push(await revocationRound(urls, { ...common, host: `revoked-s${round}.bench.example`, credential: { cookie }, revoke: (url) => ask(url, 'mutation { logOut { ok } }', {}, { cookie }) }));
    const made = await key(`round ${round}`);
    results.key.push(await revocationRound(urls, { ...common, host: `revoked-k${round}.bench.example`, credential: { key: made.secret }, revoke: (url) => ask(url, 'mutation($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { apiKey { id } userErrors { message } } }', { input: { id: made.id } }, { cookie: owner }) }));
  }
  return results;
}
