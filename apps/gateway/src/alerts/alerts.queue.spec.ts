import 'reflect-metadata';
import { parseTenantId } from '@vedette/kernel';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { openAlert } from '../fixtures/alert-rows';
import { Browser, codesOf, newOwner } from '../fixtures/browser';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';

let db: TestDatabase;
let gateway: RunningGateway;
let acme: Browser;
let globex: Browser;
let alertId: string;

interface Page {
  alerts: { edges: { cursor: string; node: { id: string; status: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}
const list = 'query($first: Int!, $after: String) { alerts(first: $first, after: $after) { edges { cursor node { id status } } pageInfo { hasNextPage endCursor } } }';

async function scopeOf(name: string) {
  const [row] = await db.adminSql<{ id: string }>`select id from tenants where name = ${name}`;
  return { tenantId: parseTenantId(row?.id), principal: 'system:spec' };
}

beforeAll(async () => {
  db = await openTestDatabase();
  gateway = await runGateway({ ...db, redisUrl: testRedisUrl() });
  acme = await newOwner(gateway.origin, 'owner@acme.example');
  globex = await newOwner(gateway.origin, 'owner@globex.example');
  const scope = await scopeOf('acme');
  for (const host of ['ws-1', 'ws-2', 'ws-3']) await openAlert(db.database, scope, host);
  alertId = (await acme.ask<Page>(list, { first: 1 })).alerts.edges[0]?.node.id ?? '';
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await db?.close();
}, 30_000);

describe('the alert list', () => {
  it('pages by cursor without gap or repeat', async () => {
    const first = (await acme.ask<Page>(list, { first: 2 })).alerts;
    const second = (await acme.ask<Page>(list, { first: 2, after: first.pageInfo.endCursor })).alerts;
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    expect(new Set([...first.edges, ...second.edges].map(({ node }) => node.id)).size).toBe(3);
  });

  it.each([0, 101, -1])('refuses a page of %p', async (first) => {
    expect(codesOf(await acme.post({ query: list, variables: { first } }))).toEqual(['page.size_invalid']);
  });

  it('walks an alert from open to closed and refuses a step back', async () => {
    const acknowledge = 'mutation($input: AcknowledgeAlertInput!) { acknowledgeAlert(input: $input) { alert { status } userErrors { code } } }';
    const close = 'mutation($input: CloseAlertInput!) { closeAlert(input: $input) { alert { status resolution } userErrors { code } } }';
    expect(await acme.ask(acknowledge, { input: { id: alertId } })).toMatchObject({ acknowledgeAlert: { alert: { status: 'ACKNOWLEDGED' } } });
    expect(await acme.ask(close, { input: { id: alertId, resolution: 'BENIGN' } })).toMatchObject({ closeAlert: { alert: { status: 'CLOSED', resolution: 'BENIGN' } } });
    expect(await acme.ask(acknowledge, { input: { id: alertId } })).toMatchObject({ acknowledgeAlert: { userErrors: [{ code: 'alert.already_closed' }] } });
  });
});

describe('another tenant', () => {
  it('cannot list, get or change it', async () => {
    expect((await globex.ask<Page>(list, { first: 10 })).alerts.edges).toEqual([]);
    expect(await globex.ask('query($id: ID!) { alert(id: $id) { id } node(id: $id) { id } }', { id: alertId })).toEqual({ alert: null, node: null });
    const close = 'mutation($input: CloseAlertInput!) { closeAlert(input: $input) { alert { id } userErrors { code } } }';
    expect(await globex.ask(close, { input: { id: alertId, resolution: 'BENIGN' } })).toEqual({ closeAlert: { alert: null, userErrors: [{ code: 'alert.not_found' }] } });
  });
});

describe('a hostile query', () => {
  const aliases = Array.from({ length: 16 }, (_, index) => `a${index}: viewer { email }`).join(' ');
  const half = Array.from({ length: 8 }, (_, index) => `a${index}: email`).join(' ');
  it.each([
    ['aliases', `{ ${aliases} }`, 'query.too_many_aliases'],
    ['aliases inside a fragment that is spread twice', `{ x: viewer { ...F } y: viewer { ...F } } fragment F on Viewer { ${half} }`, 'query.too_many_aliases'],
    ['aliases behind @include(if: false)', `{ ${aliases.replaceAll('viewer', 'viewer @include(if: false)').split(' a5')[0]} }`, null],
    ['directives', `{ viewer { ${'email @include(if: true) '.repeat(51)} } }`, 'query.too_many_directives'],
    ['tokens', `{ viewer { ${'email '.repeat(2_001)} } }`, 'query.too_many_tokens'],
    ['a list of lists', '{ alerts(first: 100) { edges { node { evidence { matched { field } } } } } }', 'query.too_costly'],
    ['a list behind a variable', 'query($n: Int = 100) { alerts(first: $n) { edges { node { evidence { matched { field } } } } } }', 'query.too_costly'],
    ['a fragment that contains itself', '{ viewer { ...A } } fragment A on Viewer { ...A }', 'query.invalid'],
  ])('with %s is answered by its code or harmless', async (_what, query, code) => {
    const codes = codesOf(await acme.post({ query }));
    if (code) expect(codes).toContain(code);
    else expect(codes).toEqual([]);
  });

  it('of nobody reads no schema', async () => {
    expect(codesOf(await new Browser(gateway.origin).post({ query: '{ __schema { types { name } } }' }))).toEqual(['query.introspection']);
  });

  it('in a batch, by GET, as a form or from another site is refused', async () => {
    expect(codesOf(await acme.post([{ query: '{ viewer { email } }' }]))).toEqual(['query.batched']);
    expect((await fetch(`${gateway.origin}/graphql?query={viewer{email}}`)).status).toBe(405);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await acme.post('query=x', form)).status).toBe(415);
    expect((await acme.post({ query: '{ viewer { email } }' }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await acme.post({ query: '{ viewer { email } }' }, { 'vedette-client': undefined })).status).toBe(403);
  });
});
