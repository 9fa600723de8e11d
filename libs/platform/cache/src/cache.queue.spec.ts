import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { newId, newTenantId } from '@vedette/kernel';
import { testRedisUrl } from '@vedette/testing';
import { openCache } from './cache';
import type { Cache } from './cache';
import { keyHmac } from './keys';

describe('limits', () => {
  const question = { name: 'spec.calls', limit: 5, windowMs: 60_000 };
  let cache: Cache;
  let other: Cache;
  beforeAll(() => {
    cache = openCache({ url: testRedisUrl() });
    other = openCache({ url: testRedisUrl() });
  });
  afterAll(() => Promise.all([cache.close(), other.close()]));

  it('counts one tenant over several processes together, and another tenant apart', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()];
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, call) => (call % 2 ? cache : other).take({ ...question, tenant: acme })),
    );
    expect(answers.filter((answer) => answer.allowed)).toHaveLength(5);
    const refused = answers.filter((answer) => !answer.allowed);
    expect(refused.every((answer) => answer.remaining === 0 && answer.retryAfterMs > 0)).toBe(true);
    expect(await cache.take({ ...question, tenant: globex })).toMatchObject({ allowed: true, remaining: 4, retryAfterMs: 0, counted: 'shared' });
    expect((await cache.take({ ...question, name: 'spec.other', tenant: acme })).allowed).toBe(true);
  });

  it('takes a cost, refuses what does not fit and keeps the rest', async () => {
    const acme = newTenantId();
    expect(await cache.take({ ...question, tenant: acme, cost: 4 })).toMatchObject({ allowed: true, remaining: 1 });
    expect(await cache.take({ ...question, tenant: acme, cost: 2 })).toMatchObject({ allowed: false, remaining: 1 });
    expect(await cache.take({ ...question, tenant: acme, cost: 1 })).toMatchObject({ allowed: true, remaining: 0 });
  });

  it('opens again when the window has slid on', async () => {
    const brief = { ...question, windowMs: 200, tenant: newTenantId() };
    for (let call = 0; call < 5; call += 1) await cache.take(brief);
    const { allowed, retryAfterMs } = await cache.take(brief);
    expect(allowed).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs + 5));
    expect((await cache.take(brief)).allowed).toBe(true);
  });

  it('limits those without a tenant by an HMAC, and takes no bare address as key', async () => {
    const caller = keyHmac(Buffer.from('spec'), '203.0.113.7', newId());
    for (let call = 0; call < 5; call += 1) expect((await cache.takeAnonymous({ ...question, keyHmac: caller })).allowed).toBe(true);
    expect((await cache.takeAnonymous({ ...question, keyHmac: caller })).allowed).toBe(false);
    await expect(cache.takeAnonymous({ ...question, keyHmac: '203.0.113.7' })).rejects.toThrow('HMAC');
    await expect(cache.takeAnonymous({ ...question, keyHmac: 'ada@acme.example' })).rejects.toThrow('HMAC');
  });

  it('gives back what was not used: exactly, once, and to its own window', async () => {
    const acme = { ...question, tenant: newTenantId() };
    const taken = await cache.take({ ...acme, cost: 5 });
    expect(await other.giveBack({ ...acme, cost: 3, taken })).toEqual({ returned: 3, remaining: 3 });
    expect(await cache.take({ ...acme, cost: 3 })).toMatchObject({ allowed: true, remaining: 0 });
    expect(await cache.giveBack({ ...acme, cost: 5, tenant: newTenantId(), taken })).toEqual({ returned: 0, remaining: 5 });
    expect((await cache.take(acme)).allowed).toBe(false);
    const brief = { ...question, windowMs: 100, tenant: newTenantId() };
    const gone = await cache.take({ ...brief, cost: 5 });
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(await cache.giveBack({ ...brief, cost: 5, taken: gone })).toEqual({ returned: 0, remaining: 5 });
  });

  it('makes no room beyond the limit, however much is given back', async () => {
    const acme = { ...question, tenant: newTenantId() };
    const taken = await cache.take({ ...acme, cost: 2 });
    for (let again = 0; again < 3; again += 1) await cache.giveBack({ ...acme, cost: 100, taken });
    const answers = await Promise.all(Array.from({ length: 20 }, () => cache.take(acme)));
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(5);
  });

  it('holds no more than the limit in a window of any position, over several processes', async () => {
    const busy = { name: 'spec.busy', limit: 50, windowMs: 300, tenant: newTenantId() };
    const kept: { at: number; cost: number }[] = [];
    const ask = async (from: Cache, seed: number) => {
      for (let call = 0; call < 900; call += 1) {
        const cost = 1 + ((call * 7 + seed) % 4);
        const taken = await from.take({ ...busy, cost });
        if (!taken.allowed) continue;
        const { returned } = call % 3 ? { returned: 0 } : await from.giveBack({ ...busy, cost: cost - 1, taken });
        kept.push({ at: taken.at, cost: cost - returned });
      }
    };
    await Promise.all([ask(cache, 1), ask(other, 2), ask(cache, 3), ask(other, 4)]);
    const worst = Math.max(...kept.map(({ at: last }) => kept.reduce((sum, { at, cost }) => (at <= last && at > last - busy.windowMs ? sum + cost : sum), 0)));
    expect(worst).toBeLessThanOrEqual(50);
    expect(worst).toBeGreaterThanOrEqual(47);
  });

  it('says when to come back to the millisecond, and is as good as its word', async () => {
    const brief = { ...question, windowMs: 400, tenant: newTenantId() };
    const first = await cache.take({ ...brief, cost: 2 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    await cache.take({ ...brief, cost: 3 });
    const { retryAfterMs, at } = await cache.take({ ...brief, cost: 2 });
    // 400 ms and at most one part (2 ms) after the first two were taken.
    expect(at + retryAfterMs - first.at).toBeGreaterThanOrEqual(400);
    expect(at + retryAfterMs - first.at).toBeLessThanOrEqual(402);
  });

  it('still limits, more tightly, when Redis is away', async () => {
    const alone = openCache({ url: 'redis://127.0.0.1:1', processes: 2 });
    const acme = newTenantId();
    const answers = [];
    for (let call = 0; call < 6; call += 1) answers.push((await alone.take({ ...question, tenant: acme })).allowed);
    expect(answers).toEqual([true, true, false, false, false, false]);
    const taken = await alone.take({ ...question, limit: 20, tenant: acme, name: 'spec.other', cost: 9 });
    expect(taken).toMatchObject({ allowed: true, counted: 'alone', remaining: 1 });
    expect(await alone.giveBack({ ...question, limit: 20, tenant: acme, name: 'spec.other', cost: 4, taken })).toEqual({ returned: 4, remaining: 5 });
    await alone.close();
  });
});

describe('a limit whose Redis goes away', () => {
  let processes: Cache[] = [];
  afterAll(() => Promise.all(processes.map((each) => each.close())));

  it('is not opened anew: what was taken there is counted here', async () => {
    const redis = await breakable(testRedisUrl());
    processes = Array.from({ length: 4 }, () => openCache({ url: redis.url }));
    const acme = { name: 'spec.calls', limit: 40, windowMs: 60_000, tenant: newTenantId() };
    const askAll = () => Promise.all(Array.from({ length: 80 }, (_, call) => processes[call % 4]?.take(acme)));
    expect((await askAll()).filter((answer) => answer?.allowed)).toHaveLength(40);
    redis.cut();
    const after = await askAll();
    expect(after.map((answer) => answer && [answer.allowed, answer.counted])).toEqual(Array.from({ length: 80 }, () => [false, 'alone']));
    const fresh = await Promise.all(processes.map((each) => each.take({ ...acme, tenant: newTenantId(), cost: 10 })));
    expect(fresh.every(({ allowed, remaining }) => allowed && remaining === 0)).toBe(true);
  });
});

/** A way to Redis that can be cut. */
async function breakable(url: string): Promise<{ url: string; cut(): void }> {
  const { hostname, port, pathname } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`, cut };
}
