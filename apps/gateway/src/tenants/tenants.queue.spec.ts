import 'reflect-metadata';
import { freePort, openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { Browser, codesOf, newKey, newOwner } from '../fixtures/browser';
import { listen } from '../fixtures/listener';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';

const OPERATOR = 'root@vedette.example';
let db: TestDatabase;
/** The one that customers use, and the one that was started with an operator. */
let gateway: RunningGateway;
let platform: RunningGateway;
let owner: Browser;
let globex: Browser;
let operator: Browser;

beforeAll(async () => {
  db = await openTestDatabase();
  const place = { ...db, redisUrl: testRedisUrl() };
  // Nobody answers there.
  gateway = await runGateway(place, { DNS_SERVERS: `127.0.0.1:${await freePort()}` });
  const root = await newOwner(gateway.origin, OPERATOR);
  owner = await newOwner(gateway.origin, 'owner@acme.example');
  globex = await newOwner(gateway.origin, 'owner@globex.example');
  platform = await runGateway(place, { PLATFORM_OPERATORS: ` ${OPERATOR.toUpperCase()} , nobody@vedette.example` });
  operator = new Browser(platform.origin);
  operator.cookie = root.cookie;
}, 60_000);
afterAll(async () => {
  await platform?.close();
  await gateway?.close();
  await db?.close();
}, 30_000);

type Errors = { userErrors: { code: string; field: string | null }[] };
const mutate = async (browser: Browser, field: string, inputType: string, input: object, selection = '') => {
  const data = await browser.ask<Record<string, Errors & Record<string, unknown>>>(
    `mutation($input: ${inputType}!) { ${field}(input: $input) { ${selection} userErrors { code field } } }`, { input },
  );
  return data[field] ?? { userErrors: [] };
};
const proveFactor = (email: string) => db.adminSql`update sessions s set factors = '{password,passkey}', authenticated_at = now() from accounts a where a.id = s.account_id and a.email = ${email}`;
interface Tenant {
  id: string;
  name: string;
  state: string;
}
const tenantCalled = async (name: string): Promise<Tenant> => {
  const { platformTenants } = await operator.ask<{ platformTenants: { edges: { node: Tenant }[] } }>('query($name: String!) { platformTenants(first: 5, search: $name) { edges { node { id name state } } } }', { name });
  // The first of the name: who joins by a domain has an organisation of their own.
  const edge = platformTenants.edges.at(-1);
  if (!edge) throw new Error(`no tenant ${name}`);
  return edge.node;
};

describe('an organisation', () => {
  it('is set up by its owner, and nobody else reads or changes it', async () => {
    const settings = '{ tenantSettings { name region regionChangeable mfaRequired membersWithoutFactor idleMinutes sessionMinutes keyDays state deletesAt } }';
    expect(await owner.ask(settings)).toEqual({
      tenantSettings: {
        name: 'acme', region: 'eu', regionChangeable: true, mfaRequired: false, membersWithoutFactor: 1, idleMinutes: 60, sessionMinutes: 1440, keyDays: 365, state: 'active', deletesAt: null,
      },
    });
    expect((await mutate(owner, 'changeTenantSettings', 'ChangeTenantSettingsInput', { keyDays: 30, idleMinutes: 30 }, 'settings { keyDays idleMinutes sessionMinutes }'))['settings']).toEqual({ keyDays: 30, idleMinutes: 30, sessionMinutes: 1440 });
    expect((await mutate(owner, 'changeTenantSettings', 'ChangeTenantSettingsInput', { mfaRequired: true })).userErrors).toEqual([{ code: 'tenant.factor_first', field: 'mfaRequired' }]);
    expect(await globex.ask('{ tenantSettings { keyDays } }')).toEqual({ tenantSettings: { keyDays: 365 } });
    await db.adminSql`update sessions s set authenticated_at = now() - interval '6 minutes' from accounts a where a.id = s.account_id and a.email = 'owner@globex.example'`;
    const stale = await globex.post({ query: 'mutation { changeTenantSettings(input: { keyDays: 1 }) { userErrors { code } } }' });
    expect(codesOf(stale)).toEqual(['auth.step_up']);
    await db.adminSql`update sessions set authenticated_at = now()`;
  });

  it('claims a domain, is told what to publish, and lets people of it join', async () => {
    const claimed = (await mutate(owner, 'claimDomain', 'ClaimDomainInput', { domain: 'Acme.Example' }, 'domain { id domain recordName recordValue verifiedAt }'))['domain'] as Record<string, string>;
    expect(claimed).toMatchObject({ domain: 'acme.example', recordName: '_vedette-challenge.acme.example', verifiedAt: null });
    expect(claimed['recordValue']).toMatch(/^vedette-verification=[\w-]{43}$/);
    const id = claimed['id'];
    expect((await mutate(owner, 'checkDomain', 'DomainInput', { id })).userErrors).toEqual([{ code: 'domain.unanswered', field: null }]);
    expect((await mutate(owner, 'setDomainAutoJoin', 'DomainAutoJoinInput', { id, role: 'viewer' })).userErrors).toEqual([{ code: 'domain.unproven', field: 'id' }]);
    await db.adminSql`update tenant_domains set verified_at = now()`;
    expect((await mutate(owner, 'setDomainAutoJoin', 'DomainAutoJoinInput', { id, role: 'viewer' }, 'domain { autoJoinRole }'))['domain']).toEqual({ autoJoinRole: 'viewer' });

    const ann = await newOwner(gateway.origin, 'ann@acme.example');
    const { viewer } = await ann.ask<{ viewer: { joinable: { id: string; name: string; role: string; domain: string }[] } }>('{ viewer { joinable { id name role domain } } }');
    expect(viewer.joinable).toEqual([{ id: expect.any(String) as string, name: 'acme', role: 'viewer', domain: 'acme.example' }]);
    const offered = viewer.joinable[0]?.id;
    expect((await mutate(globex, 'joinByDomain', 'JoinByDomainInput', { id: offered })).userErrors).toEqual([{ code: 'join.not_offered', field: 'id' }]);
    const { cookie } = ann;
    expect((await mutate(ann, 'joinByDomain', 'JoinByDomainInput', { id: offered }, 'viewer { role tenant { name } joinable { id } }'))['viewer']).toEqual({ role: 'viewer', tenant: { name: 'acme' }, joinable: [] });
    expect(ann.cookie).not.toBe(cookie);
    expect(await globex.ask('{ domains { id } viewer { joinable { id } } }')).toEqual({ domains: [], viewer: { joinable: [] } });
    expect((await mutate(owner, 'releaseDomain', 'DomainInput', { id }, 'done'))['done']).toBe(true);
  });

  it('that is being deleted takes nothing in, says so to everyone, and is kept by its owner', async () => {
    const initech = await newOwner(gateway.origin, 'owner@initech.example');
    const { secret } = await newKey(initech, ['event:write', 'alert:read']);
    const send = async () => (await fetch(`${gateway.origin}/v1/events?source=web`, { method: 'POST', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/x-ndjson' }, body: '{"a":1}\n' })).status;
    expect(await send()).toBe(202);
    const socket = await listen(gateway.origin, { key: secret });
    expect((await mutate(initech, 'askTenantDeletion', 'AskTenantDeletionInput', { name: 'Initech' })).userErrors).toEqual([{ code: 'tenant.name_differs', field: 'name' }]);
    const began = performance.now();
    const asked = (await mutate(initech, 'askTenantDeletion', 'AskTenantDeletionInput', { name: 'initech' }, 'settings { state deletesAt deletionAskedBy }'))['settings'] as Record<string, string>;
    expect(asked).toMatchObject({ state: 'deleting', deletionAskedBy: expect.stringMatching(/^account:/) as string });
    expect(await socket.closed).toBe(4403);
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(await send()).toBe(401);
    expect(await initech.ask('{ viewer { tenant { state deletesAt } } }')).toEqual({ viewer: { tenant: { state: 'deleting', deletesAt: asked['deletesAt'] } } });
    const kept = await initech.ask<{ keepTenant: { settings: object } }>('mutation { keepTenant { settings { state deletesAt } userErrors { code } } }');
    expect(kept.keepTenant.settings).toEqual({ state: 'active', deletesAt: null });
    expect(await send()).toBe(202);
  });
});

describe('those who operate the installation', () => {
  it('are let in with a second factor alone', async () => {
    const query = '{ platformTenants(first: 10) { edges { node { name } } } }';
    expect(await operator.ask('{ viewer { operator } }')).toEqual({ viewer: { operator: false } });
    expect(codesOf(await operator.post({ query }))).toEqual(['auth.forbidden']);
    expect(codesOf(await owner.post({ query }))).toEqual(['auth.forbidden']);
    expect(codesOf(await new Browser(gateway.origin).post({ query }))).toEqual(['auth.unauthenticated']);
    await proveFactor(OPERATOR);
    expect(await operator.ask('{ viewer { operator } }')).toEqual({ viewer: { operator: true } });
    const { platformTenants } = await operator.ask<{ platformTenants: { edges: { node: { name: string } }[] } }>(query);
    expect(platformTenants.edges.map(({ node }) => node.name)).toEqual(expect.arrayContaining(['acme', 'globex', 'vedette', 'initech']));
    const { secret } = await newKey(operator, ['alert:read']);
    expect(codesOf(await new Browser(platform.origin).post({ query }, { authorization: `Bearer ${secret}` }))).toEqual(['auth.forbidden']);
  });

  it('see what each organisation is on and uses, and change it; both logs tell', async () => {
    const { id } = await tenantCalled('acme');
    const all = 'tenant { id name state plan trialEndsAt flags members keys eventsToday eventsLastDay eventsLast30Days }';
    expect((await mutate(operator, 'setTenantPlan', 'SetTenantPlanInput', { id, plan: 'enterprise' }, all))['tenant']).toMatchObject({ id, name: 'acme', plan: 'enterprise', members: 2, keys: 0, eventsLastDay: 0 });
    expect((await mutate(operator, 'setTenantPlan', 'SetTenantPlanInput', { id, plan: 'gold' })).userErrors).toEqual([{ code: 'tenant.plan_unknown', field: 'plan' }]);
    expect((await mutate(operator, 'setTenantFlags', 'SetTenantFlagsInput', { id, flags: ['beta'] }, all))['tenant']).toMatchObject({ flags: ['beta'] });
    expect((await mutate(operator, 'setTenantTrialEnd', 'SetTenantTrialEndInput', { id, at: null }, all))['tenant']).toMatchObject({ trialEndsAt: null });
    const { platformLog } = await operator.ask<{ platformLog: { edges: { node: Record<string, unknown> }[] } }>('{ platformLog(first: 3) { edges { node { action tenant tenantName operatorEmail details } } pageInfo { hasNextPage } } }');
    expect(platformLog.edges.map(({ node }) => node['action'])).toEqual(['tenant.trial_changed', 'tenant.flags_changed', 'tenant.plan_changed']);
    expect(platformLog.edges[2]?.node).toMatchObject({ tenant: id, tenantName: 'acme', operatorEmail: OPERATOR, details: { from: { plan: 'trial' }, to: { plan: 'enterprise' } } });
    expect(await owner.ask('{ viewer { tenant { plan } } }')).toEqual({ viewer: { tenant: { plan: 'enterprise' } } });
  });

  it('suspend a tenant, and its sockets on every gateway are shut within a second', async () => {
    const hooli = await newOwner(gateway.origin, 'owner@hooli.example');
    const { secret } = await newKey(hooli, ['alert:read']);
    const [bySession, byKey, others] = await Promise.all([
      listen(gateway.origin, { cookie: hooli.cookie ?? '' }), listen(gateway.origin, { key: secret }), listen(gateway.origin, { cookie: owner.cookie ?? '' }),
    ]);
    const { id } = await tenantCalled('hooli');
    const began = performance.now();
    expect((await mutate(operator, 'suspendTenant', 'SuspendTenantInput', { id, reason: 'Unpaid' }, 'tenant { state suspendedBecause }'))['tenant']).toEqual({ state: 'suspended', suspendedBecause: 'Unpaid' });
    expect(await Promise.all([bySession.closed, byKey.closed])).toEqual([4403, 4403]);
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(await hooli.ask('{ viewer { email } }')).toEqual({ viewer: null });
    expect(codesOf(await new Browser(gateway.origin).post({ query: '{ viewer { email } }' }, { authorization: `Bearer ${secret}` }))).toEqual(['key.revoked']);
    expect((await mutate(operator, 'resumeTenant', 'PlatformTenantInput', { id }, 'tenant { state suspendedBecause }'))['tenant']).toEqual({ state: 'active', suspendedBecause: null });
    expect(await Promise.race([others.closed, Promise.resolve('open')])).toBe('open');
    others.stop();
  });
});

describe('support', () => {
  const grant = async (browser: Browser, writes = false) =>
    (await mutate(browser, 'grantSupport', 'GrantSupportInput', { reason: 'The import hangs', hours: 2, writes }, 'grant { id writes open }'))['grant'] as { id: string };

  it('comes in where it is let in, sees that tenant as a guest, and is out within a second', async () => {
    const given = await grant(owner);
    const { openSupportGrants } = await operator.ask<{ openSupportGrants: { id: string; tenantName: string }[] }>('{ openSupportGrants { id tenantName reason writes } }');
    expect(openSupportGrants).toEqual([{ id: expect.any(String) as string, tenantName: 'acme', reason: 'The import hangs', writes: false }]);
    const home = operator.cookie;
    const inside = await mutate(operator, 'enterSupport', 'EnterSupportInput', { grantId: openSupportGrants[0]?.id }, 'viewer { support operator role tenant { name } tenants { name } joinable { id } }');
    expect(inside['viewer']).toEqual({ support: true, operator: false, role: 'support', tenant: { name: 'acme' }, tenants: [], joinable: [] });
    expect(operator.cookie).not.toBe(home);
    for (const query of [
      '{ platformTenants(first: 1) { edges { cursor } } }', '{ tenantSettings { name } }', '{ domains { id } }',
      'mutation { grantSupport(input: { reason: "x", hours: 1 }) { userErrors { code } } }', 'mutation { acknowledgeAlert(input: { id: "x" }) { userErrors { code } } }',
      'mutation { createApiKey(input: { name: "x", scopes: ["alert:read"] }) { secret } }', 'mutation { invite(input: { email: "x@x.example", role: "viewer" }) { userErrors { code } } }',
    ]) expect([query, codesOf(await operator.post({ query }))]).toEqual([query, ['auth.forbidden']]);
    expect((await operator.ask<{ memberships: unknown[] }>('{ memberships { email } }')).memberships).toHaveLength(2);
    const socket = await listen(platform.origin, { cookie: operator.cookie ?? '' });
    const began = performance.now();
    expect((await mutate(owner, 'revokeSupport', 'RevokeSupportInput', { id: given.id }, 'grant { open }'))['grant']).toEqual({ open: false });
    expect(await socket.closed).toBe(4403);
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(await operator.ask('{ viewer { email } }')).toEqual({ viewer: null });
  });

  it('goes home by itself', async () => {
    await operator.ask('mutation($input: LogInInput!) { logIn(input: $input) { viewer { email } userErrors { code } } }', { input: { email: OPERATOR, password: 'plum gravel lantern 88' } });
    await proveFactor(OPERATOR);
    await grant(owner, true);
    const { openSupportGrants } = await operator.ask<{ openSupportGrants: { id: string }[] }>('{ openSupportGrants { id } }');
    expect((await mutate(operator, 'enterSupport', 'EnterSupportInput', { grantId: openSupportGrants[0]?.id }, 'viewer { role }'))['viewer']).toEqual({ role: 'support-write' });
    const { leaveSupport } = await operator.ask<{ leaveSupport: object }>('mutation { leaveSupport { viewer { support operator tenant { name } } userErrors { code } } }');
    expect(leaveSupport).toEqual({ viewer: { support: false, operator: true, tenant: { name: 'vedette' } }, userErrors: [] });
    const { supportGrants } = await owner.ask<{ supportGrants: { open: boolean; writes: boolean }[] }>('{ supportGrants { open writes grantedBy reason } }');
    expect(supportGrants).toMatchObject([{ open: true, writes: true }, { open: false, writes: false }]);
  });
});

describe("ids of another organisation, in every input that takes one", () => {
  it('name nothing there', async () => {
    const domain = (await mutate(owner, 'claimDomain', 'ClaimDomainInput', { domain: 'guarded.example' }, 'domain { id }'))['domain'] as { id: string };
    const given = (await mutate(owner, 'grantSupport', 'GrantSupportInput', { reason: 'x', hours: 1 }, 'grant { id }'))['grant'] as { id: string };
    const { viewer } = await owner.ask<{ viewer: { tenant: { id: string } } }>('{ viewer { tenant { id } } }');
    const { id } = await tenantCalled('acme');
    const before = await db.adminSql`select t, d, g from tenants t join tenant_domains d on d.tenant_id = t.id left join support_grants g on g.tenant_id = t.id where t.name = 'acme' order by d.id, g.id`;
    const code = async (browser: Browser, ...asked: [string, string, object]) => (await mutate(browser, ...asked)).userErrors.map((error) => error.code);
    expect(await code(globex, 'checkDomain', 'DomainInput', { id: domain.id })).toEqual(['domain.not_found']);
    expect(await code(globex, 'releaseDomain', 'DomainInput', { id: domain.id })).toEqual(['domain.not_found']);
    expect(await code(globex, 'setDomainAutoJoin', 'DomainAutoJoinInput', { id: domain.id, role: null })).toEqual(['domain.not_found']);
    expect(await code(globex, 'revokeSupport', 'RevokeSupportInput', { id: given.id })).toEqual(['support.not_found']);
    expect(await code(globex, 'joinByDomain', 'JoinByDomainInput', { id: viewer.tenant.id })).toEqual(['join.not_offered']);
    // An operator's ids are of the platform: a tenant's own name none, nor do grants as the customer sees them.
    for (const wrong of [viewer.tenant.id, domain.id, given.id]) {
      expect(await code(operator, 'setTenantPlan', 'SetTenantPlanInput', { id: wrong, plan: 'free' })).toEqual(['tenant.unknown']);
      expect(await code(operator, 'suspendTenant', 'SuspendTenantInput', { id: wrong, reason: 'x' })).toEqual(['tenant.unknown']);
      expect(await code(operator, 'enterSupport', 'EnterSupportInput', { grantId: wrong })).toEqual(['support.not_found']);
    }
    expect(codesOf(await globex.post({ query: 'mutation($id: ID!) { setTenantPlan(input: { id: $id, plan: "enterprise" }) { userErrors { code } } }', variables: { id } }))).toEqual(['auth.forbidden']);
    expect(await owner.ask('query($id: ID!) { node(id: $id) { id } }', { id })).toEqual({ node: null });
    expect(await operator.ask('query($id: ID!) { node(id: $id) { id } }', { id })).toEqual({ node: null });
    // What acts on the organisation takes no id at all: it acts on the session's.
    await mutate(globex, 'changeTenantSettings', 'ChangeTenantSettingsInput', { name: 'globex', keyDays: 7 });
    expect(await db.adminSql`select t, d, g from tenants t join tenant_domains d on d.tenant_id = t.id left join support_grants g on g.tenant_id = t.id where t.name = 'acme' order by d.id, g.id`).toEqual(before);
  });
});
