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
    expect(await cache.take({ ...question, tenant: globex })).toEqual({ allowed: true, remaining: 4, retryAfterMs: 0 });
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

  it('still limits, more tightly, when Redis is away', async () => {
    const alone = openCache({ url: 'redis://127.0.0.1:1' });
    const acme = newTenantId();
    const answers = [];
    for (let call = 0; call < 6; call += 1) answers.push((await alone.take({ ...question, tenant: acme })).allowed);
    expect(answers).toEqual([true, true, false, false, false, false]);
    expect((await alone.take({ ...question, tenant: newTenantId(), cost: 5 })).allowed).toBe(true);
    await alone.close();
  });
});
