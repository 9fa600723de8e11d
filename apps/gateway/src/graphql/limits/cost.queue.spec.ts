import 'reflect-metadata';
import { parseTenantId } from '@vedette/kernel';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { openAlert } from '../../fixtures/alert-rows';
import { Browser, newKey, newOwner } from '../../fixtures/browser';
import type { Answer } from '../../fixtures/browser';
import { listen } from '../../fixtures/listener';
import { runGateway } from '../../fixtures/running-gateway';
import type { RunningGateway } from '../../fixtures/running-gateway';

interface Cost {
  readonly requested: number;
  readonly actual: number;
  readonly remaining: number;
}

const KEY = 700;
const TENANT = 1_000;
const page = '{ alerts(first: 100) { edges { node { id } } } }';

let db: TestDatabase;
let gateway: RunningGateway;
let people = 0;

beforeAll(async () => {
  db = await openTestDatabase();
  gateway = await runGateway(
    { ...db, redisUrl: testRedisUrl() },
    { GRAPHQL_KEY_COST_PER_MINUTE: String(KEY), GRAPHQL_TENANT_COST_PER_MINUTE: String(TENANT), GRAPHQL_ANONYMOUS_COST_PER_MINUTE: '300' },
  );
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await db?.close();
}, 30_000);

/** A tenant that has spent nothing yet, with three alerts. */
async function newTenant(): Promise<Browser> {
  people += 1;
  const name = `tenant${people}`;
  const owner = await newOwner(gateway.origin, `owner@${name}.example`);
  const [row] = await db.adminSql<{ id: string }>`select id from tenants where name = ${name}`;
  for (const host of ['ws-1', 'ws-2', 'ws-3']) await openAlert(db.database, { tenantId: parseTenantId(row?.id), principal: 'system:spec' }, host);
  return owner;
}

function costOf(answer: Answer): Cost {
  const { extensions } = answer as Answer & { extensions?: { cost?: Cost } };
  if (!extensions?.cost) throw new Error(`no cost in ${JSON.stringify(answer)}`);
  return extensions.cost;
}

/** Asks until refused. */
async function exhaust(ask: () => Promise<Answer>): Promise<{ spent: number; refused: Answer }> {
  for (let spent = 0, call = 0; call < 2_000; call += 1) {
    const answer = await ask();
    if (answer.status === 429) return { spent, refused: answer };
    spent += costOf(answer).actual;
  }
  throw new Error('never refused');
}

describe('the cost of an operation', () => {
  it('is reserved for what may come and settled by what came', async () => {
    const owner = await newTenant();
    const answer = await owner.post({ query: page });
    const { requested, actual, remaining } = costOf(answer);
    // The connection, three edges and three alerts, of a hundred that were asked for.
    expect([requested, actual]).toEqual([300, 7]);
    expect(answer.headers.get('ratelimit-policy')).toBe(`"key-cost";q=${KEY};w=60, "tenant-cost";q=${TENANT};w=60`);
    expect(answer.headers.get('ratelimit')).toBe(`"key-cost";r=${remaining};t=60, "tenant-cost";r=${remaining + TENANT - KEY};t=60`);
    const next = costOf(await owner.post({ query: page }));
    expect(next.remaining).toBe(remaining - 7);
  });

  it.each([
    ['aliases', '{ a: alerts(first: 100) { edges { node { id } } } b: alerts(first: 100) { edges { node { id } } } }'],
    ['fragments', '{ a: alerts(first: 100) { ...F } b: alerts(first: 100) { ...F } } fragment F on AlertConnection { edges { ...G } } fragment G on AlertEdge { node { id } }'],
    ['@include', 'query($no: Boolean = false) { a: alerts(first: 100) @include(if: $no) { edges { node { id } } } b: alerts(first: 100) @skip(if: $no) { edges { node { id } } } }'],
  ])('is reserved in full behind %s', async (_what, query) => {
    const owner = await newTenant();
    expect(costOf(await owner.post({ query }))).toMatchObject({ requested: 600 });
  });

  it('is of the operation that runs, however often another one of its document ran before', async () => {
    const owner = await newTenant();
    const query = `query Cheap { viewer { email } } query Dear ${page}`;
    for (let call = 0; call < 3; call += 1) expect(costOf(await owner.post({ query, operationName: 'Dear' }))).toMatchObject({ requested: 300, actual: 7 });
    const cheap = await owner.post({ query, operationName: 'Cheap' });
    expect([Object.keys(cheap.data ?? {}), costOf(cheap).requested]).toEqual([['viewer'], 1]);
  });

  it('is at least one, whatever is asked, and a batch is refused', async () => {
    const owner = await newTenant();
    expect(costOf(await owner.post({ query: '{ __typename }' }))).toMatchObject({ requested: 1, actual: 1 });
    expect((await owner.post([{ query: page }, { query: page }])).status).toBe(400);
  });

  it('is counted anew for an object under a hostile alias', async () => {
    const owner = await newTenant();
    for (let call = 0; call < 3; call += 1) {
      const answer = await owner.post({ query: '{ constructor: alerts(first: 10) { hasOwnProperty: edges { node { id } } } }' });
      expect(costOf(answer)).toMatchObject({ requested: 30, actual: 7 });
    }
  });
});

describe('an answer that was limited', () => {
  it('says so at each door, well or refused', async () => {
    const owner = await newTenant();
    const { secret } = await newKey(owner, ['event:write', 'rule:write']);
    const policies = async (url: string, method = 'POST', body = '{"a":1}') => {
      const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json', 'x-api-key': secret };
      const answer = await fetch(`${gateway.origin}${url}`, { method, headers, body });
      await answer.text();
      return [answer.headers.get('ratelimit-policy'), answer.headers.get('ratelimit')?.replaceAll(/=\d+/g, '=')];
    };
    const events = ['"events";q=600000;w=60', '"events";r=;t='];
    for (const url of ['/v1/events', '/v1/uploads', '/v1/logs', '/elastic/_bulk']) expect([url, ...(await policies(url))]).toEqual([url, ...events]);
    expect(await policies('/v1/rule-packs/mine', 'PUT', 'no zip')).toEqual([
      `"key-cost";q=${KEY};w=60, "tenant-cost";q=${TENANT};w=60`,
      '"key-cost";r=;t=, "tenant-cost";r=;t=',
    ]);
  });
});

describe('a budget that is spent', () => {
  it('refuses with 429, RATE_LIMITED and when to come back; another tenant does not notice', async () => {
    const [acme, globex] = [await newTenant(), await newTenant()];
    const { spent, refused } = await exhaust(() => acme.post({ query: page }));
    expect(spent).toBeLessThanOrEqual(KEY);
    expect(spent).toBeGreaterThan(KEY - 300);
    const retryAfter = Number(refused.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThanOrEqual(1);
    expect(retryAfter).toBeLessThanOrEqual(61);
    expect(refused.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', reason: 'query.rate_limited', retryAfter, facts: { cost: 300, limited: 'key-cost' } } }]);
    expect(refused.headers.get('ratelimit')).toMatch(/^"key-cost";r=\d+;t=\d+, "tenant-cost";r=\d+;t=\d+$/);
    expect(costOf(await globex.post({ query: page })).actual).toBe(7);
  }, 30_000);

  it('of a key leaves the session its own, within the tenant; what was refused was not taken from the tenant', async () => {
    const owner = await newTenant();
    const { secret } = await newKey(owner, ['alert:read']);
    const { spent, refused } = await exhaust(() => new Browser(gateway.origin).post({ query: page }, { authorization: `Bearer ${secret}`, origin: undefined }));
    expect(refused.status).toBe(429);
    const before = costOf(await owner.post({ query: page }));
    // The tenant has less left than the session alone.
    expect(before.remaining).toBeLessThanOrEqual(TENANT - spent - 7);
    expect(before.remaining).toBeGreaterThanOrEqual(TENANT - spent - 60);
    const rest = await exhaust(() => owner.post({ query: page }));
    expect(rest.refused.errors?.[0]?.extensions).toMatchObject({ facts: { limited: 'tenant-cost' } });
    expect(spent + rest.spent).toBeLessThanOrEqual(TENANT);
  }, 30_000);

  it('opens no subscription either', async () => {
    const { secret } = await newKey(await newTenant(), ['alert:read']);
    const asking = (query: string) => () => new Browser(gateway.origin).post({ query }, { authorization: `Bearer ${secret}`, origin: undefined });
    const before = await listen(gateway.origin, { key: secret });
    expect(before.problems).toEqual([]);
    await exhaust(asking(page));
    await exhaust(asking('{ viewer { principal } }'));
    const after = await listen(gateway.origin, { key: secret });
    expect(after.problems).toMatchObject([{ extensions: { code: 'RATE_LIMITED', reason: 'query.rate_limited' } }]);
    before.stop();
    after.stop();
  }, 30_000);

  it('of an address stops those without a credential, and nobody who has one', async () => {
    const owner = await newTenant();
    const stranger = new Browser(gateway.origin);
    const { refused } = await exhaust(() => stranger.post({ query: '{ viewer { email } }' }));
    expect(refused.headers.get('ratelimit-policy')).toBe('"address-cost";q=300;w=60');
    expect(costOf(await owner.post({ query: page })).actual).toBe(7);
  }, 30_000);
});
