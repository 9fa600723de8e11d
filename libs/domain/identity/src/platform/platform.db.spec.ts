import { dateFrom, newId } from '@vedette/kernel';
import { Actor } from '../actor/actor';
import { openStage, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import { Operators } from './operators';
import { PlatformLog } from './platform-log';
import { PlatformTenants } from './platform-tenants';
import { SupportVisits } from './support-visits';

const DAY = 24 * 60 * 60 * 1000;
let stage: Stage;
let tenants: PlatformTenants;
let log: PlatformLog;
let operator: Actor;
let acme: Actor;
let acmeCookie: string;
let number = 0;

const appoint = (...addresses: string[]) => new Operators({ ...stage.db, clock: stage.clock }, addresses).appoint();

beforeAll(async () => {
  stage = await openStage();
  tenants = new PlatformTenants({ ...stage.db, clock: stage.clock });
  log = new PlatformLog(stage.db);
  const own = await stage.signedUp('root@vedette.example', 'Vedette');
  await appoint('root@vedette.example');
  operator = (await stage.sessions.rotate(own.actor, ['passkey'])).actor;
});
beforeEach(async () => {
  stage.clock.advance(1_000);
  const session = await stage.signedUp(`owner@acme${++number}.example`, `Acme ${number}`);
  [acme, acmeCookie] = [session.actor, session.cookieValue];
});
afterAll(() => stage?.close());

const facts = (actor: Actor, action: string) =>
  stage.db.database.tenant(actor, (tx) => tx.sql<{ principal: string; facts: object }>`select principal, facts from audit_entries where action = ${action}`);
const newest = async () => (await log.list(operator, { first: 1 })).items[0];

describe('operators', () => {
  it('are exactly those who are named, and only with a second factor', async () => {
    const ann = await stage.signedUp(`ann${number}@vedette.example`, 'Ann');
    expect(ann.actor.operator).toBe(false);
    expect(await appoint('ROOT@vedette.example', `Ann${number}@VEDETTE.example`, 'later@vedette.example')).toBe(1);
    expect((await stage.sessions.authenticate(ann.cookieValue)).operator).toBe(false);
    const proven = await stage.sessions.rotate(ann.actor, ['totp']);
    expect(proven.actor.operator).toBe(true);
    const later = await stage.signedUp('later@vedette.example', 'Later');
    expect(await appoint('root@vedette.example', 'later@vedette.example')).toBe(0);
    expect((await stage.sessions.authenticate(proven.cookieValue)).operator).toBe(false);
    expect((await stage.sessions.rotate(later.actor, ['passkey'])).actor.operator).toBe(true);
    await appoint('root@vedette.example');
    expect(() => new Operators({ ...stage.db, clock: stage.clock }, ['root'])).toThrow('PLATFORM_OPERATORS');
  });

  it('are not owners of a tenant, nor who says so: the directory asks, too', async () => {
    const forged = Actor.of({ ...acme, operator: true });
    for (const each of [acme, forged]) {
      await expect(tenants.list(each, { first: 1 })).rejects.toMatchObject({ code: 'auth.forbidden' });
      await expect(tenants.get(each, acme.tenantId)).rejects.toMatchObject({ code: 'auth.forbidden' });
      await expect(tenants.setPlan(each, acme.tenantId, 'enterprise')).rejects.toMatchObject({ code: 'auth.forbidden' });
      await expect(tenants.setTrialEnd(each, acme.tenantId, null)).rejects.toMatchObject({ code: 'auth.forbidden' });
      await expect(tenants.setFlags(each, acme.tenantId, [])).rejects.toMatchObject({ code: 'auth.forbidden' });
      await expect(tenants.suspend(each, acme.tenantId, 'x')).rejects.toMatchObject({ code: 'auth.forbidden' });
      await expect(tenants.resume(each, acme.tenantId)).rejects.toMatchObject({ code: 'auth.forbidden' });
      await expect(log.list(each, { first: 1 })).rejects.toMatchObject({ code: 'auth.forbidden' });
      await expect(new SupportVisits({ ...stage.db, clock: stage.clock }).open(each)).rejects.toMatchObject({ code: 'auth.forbidden' });
    }
    const stranger = acme.accountId ?? newId();
    const at = stage.clock.date();
    const calls: [string, ...Parameters<typeof stage.db.directory.call>[1][]][] = [
      ['platform_tenants', stranger, 1, null, null, '', null, at],
      ['platform_change_tenant', stranger, newId(), acme.tenantId, 'x', { plan: 'pro' }, at],
      ['platform_suspend', stranger, newId(), acme.tenantId, 'x', at],
      ['platform_resume', stranger, newId(), acme.tenantId, at, at],
      ['platform_log', stranger, 1, null, null],
      ['platform_support_grants', stranger, at],
      ['enter_support', stranger, newId(), newId(), newId(), acme.tenantId, newId(), Buffer.alloc(32), at],
    ];
    for (const [fn, ...args] of calls) await expect(stage.db.directory.call(fn, ...args)).rejects.toMatchObject({ code: '42501' });
    const guarded = await stage.db.adminSql<{ name: string }>`select proname as name from pg_proc where pronamespace = 'directory'::regnamespace and proname like 'platform\\_%' order by 1`;
    expect(guarded.map(({ name }) => name)).toEqual(calls.map(([fn]) => fn).filter((fn) => fn.startsWith('platform_')).sort());
  });
});

describe('the list of organisations', () => {
  it('says what each uses, and pages without losing one', async () => {
    const today = stage.clock.date().toISOString().slice(0, 10);
    const day = (ago: number) => dateFrom(stage.clock.now() - ago * DAY).toISOString().slice(0, 10);
    await stage.joined(acme, `ann${number}@acme.example`, 'viewer');
    await stage.apiKeys.create(acme, { name: 'k', scopes: ['event:write'] });
    await stage.db.database.tenant(acme, async (tx) => {
      await tx.sql`insert into ingest_days (source, day, received, stored) values ('web', ${today}::date, 9, 7), ('mail', ${today}::date, 1, 1), ('web', ${day(1)}::date, 20, 20),
        ('web', ${day(29)}::date, 300, 300), ('web', ${day(30)}::date, 4000, 4000)`;
    });
    const [first] = (await tenants.list(operator, { first: 1 })).items;
    expect(first).toMatchObject({
      tenantId: acme.tenantId, name: `Acme ${number}`, state: 'active', plan: 'trial', members: 2, keys: 1, eventsToday: 8, eventsYesterday: 20, eventsLast30Days: 328, flags: [],
    });
    const all: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await tenants.list(operator, { first: 2, after });
      all.push(...page.items.map(({ tenantId }) => tenantId));
      after = page.endCursor;
      if (!page.hasNextPage) break;
    }
    const stored = await stage.db.adminSql<{ id: string }>`select id from tenants`;
    expect([...all].sort()).toEqual(stored.map(({ id }) => id).sort());
  });

  it('is searched by a part of the name, as it is written', async () => {
    const [found] = (await tenants.list(operator, { first: 10, search: `cME ${number}` })).items;
    expect(found?.tenantId).toBe(acme.tenantId);
    for (const search of ['%', '_', "' or true --", 'x'.repeat(10_000)]) expect((await tenants.list(operator, { first: 10, search })).items).toEqual([]);
  });

  it.each(['', '.', 'x', `1.${newId()}.1`, `zzzzzzzzzzzzz.${newId()}`, `-1.${newId()}`])('refuses %j as a cursor', async (after) => {
    await expect(tenants.list(operator, { first: 10, after })).rejects.toMatchObject({ code: 'cursor.malformed' });
    await expect(log.list(operator, { first: 10, after })).rejects.toMatchObject({ code: 'cursor.malformed' });
    for (const first of [0, 101, 1.5]) await expect(tenants.list(operator, { first })).rejects.toMatchObject({ code: 'page.size_invalid' });
  });
});

describe('an operator', () => {
  it("changes plan, trial and flags, and both logs say so", async () => {
    expect((await tenants.setPlan(operator, acme.tenantId, 'pro')).plan).toBe('pro');
    expect(await newest()).toMatchObject({ action: 'tenant.plan_changed', tenantId: acme.tenantId, operatorId: operator.accountId, details: { from: { plan: 'trial' }, to: { plan: 'pro' } } });
    expect(await facts(acme, 'tenant.plan_changed')).toEqual([{ principal: `operator:${operator.accountId}`, facts: { from: 'trial', to: 'pro' } }]);
    const end = dateFrom(stage.clock.now() + 3 * DAY);
    expect((await tenants.setTrialEnd(operator, acme.tenantId, end)).trialEndsAt).toEqual(end);
    expect((await tenants.setTrialEnd(operator, acme.tenantId, null)).trialEndsAt).toBeNull();
    expect((await tenants.setFlags(operator, acme.tenantId, ['b-2', 'a', 'a'])).flags).toEqual(['a', 'b-2']);
    expect((await tenants.setFlags(operator, acme.tenantId, [])).flags).toEqual([]);
    expect(await stage.audits(acme)).toEqual(expect.arrayContaining(['tenant.trial_changed', 'tenant.flags_changed']));
    expect(await stage.sessions.authenticate(acmeCookie)).toMatchObject({ plan: 'pro' });
  });

  it('is refused what is none, and nothing has changed', async () => {
    const before = (await tenants.list(operator, { first: 100 })).items;
    await expect(Promise.resolve().then(() => tenants.setPlan(operator, acme.tenantId, 'gold'))).rejects.toMatchObject({ code: 'tenant.plan_unknown' });
    await expect(Promise.resolve().then(() => tenants.setFlags(operator, acme.tenantId, ['A b']))).rejects.toMatchObject({ code: 'tenant.flags_malformed' });
    await expect(Promise.resolve().then(() => tenants.setTrialEnd(operator, acme.tenantId, dateFrom(8e15)))).rejects.toMatchObject({ code: 'tenant.trial_malformed' });
    await expect(tenants.suspend(operator, operator.tenantId, 'x')).rejects.toMatchObject({ code: 'tenant.own' });
    await expect(tenants.suspend(operator, acme.tenantId, ' ')).rejects.toMatchObject({ code: 'tenant.reason_malformed' });
    await expect(tenants.resume(operator, acme.tenantId)).rejects.toMatchObject({ code: 'tenant.not_suspended' });
    for (const id of [newId(), 'x']) {
      await expect(tenants.setPlan(operator, id, 'pro')).rejects.toMatchObject({ code: 'tenant.unknown' });
      await expect(tenants.get(operator, id)).rejects.toMatchObject({ code: 'tenant.unknown' });
    }
    expect(await tenants.get(operator, acme.tenantId)).toMatchObject({ tenantId: acme.tenantId, plan: 'trial' });
    expect((await tenants.list(operator, { first: 100 })).items).toEqual(before);
  });

  it('suspends: sessions and keys are dead at once; resumed, keys live and people sign in anew', async () => {
    const key = await stage.apiKeys.create(acme, { name: 'k', scopes: ['event:write'] });
    const globex = await stage.signedUp(`owner${number}@globex.example`, 'globex');
    expect(await tenants.suspend(operator, acme.tenantId, 'Unpaid since March')).toMatchObject({ state: 'suspended', suspendedBecause: 'Unpaid since March' });
    await expect(stage.sessions.authenticate(acmeCookie)).rejects.toMatchObject({ code: 'auth.unauthenticated' });
    expect(await stage.sessions.isLive(acme)).toBe(false);
    await expect(stage.apiKeys.authenticate(key.secret, visit.address)).rejects.toMatchObject({ code: 'key.revoked' });
    const logIn = () => stage.accounts.logIn({ email: `owner@acme${number}.example`, password: 'velvet anchor drifts at noon' }, visit);
    await expect(logIn()).rejects.toMatchObject({ code: 'auth.invalid_credentials' });
    await expect(tenants.suspend(operator, acme.tenantId, 'again')).rejects.toMatchObject({ code: 'tenant.suspended' });
    expect(await stage.sessions.isLive(globex.actor)).toBe(true);
    expect(await facts(acme, 'tenant.suspended')).toMatchObject([{ facts: { reason: 'Unpaid since March' } }]);
    expect(await newest()).toMatchObject({ action: 'tenant.suspended', details: { reason: 'Unpaid since March', sessions: 1 } });

    expect((await tenants.resume(operator, acme.tenantId)).state).toBe('active');
    expect((await stage.apiKeys.authenticate(key.secret, visit.address)).tenantId).toBe(acme.tenantId);
    await expect(stage.sessions.authenticate(acmeCookie)).rejects.toMatchObject({ code: 'auth.unauthenticated' });
    expect(await logIn()).toHaveProperty('session');
    expect(await stage.audits(acme)).toContain('tenant.resumed');
  });

  it('who was let go meanwhile is refused by the statement itself', async () => {
    const own = await stage.signedUp(`gone${number}@vedette.example`, 'Gone');
    await appoint('root@vedette.example', `gone${number}@vedette.example`);
    const { actor } = await stage.sessions.rotate(own.actor, ['passkey']);
    await appoint('root@vedette.example');
    await expect(tenants.setPlan(actor, acme.tenantId, 'enterprise')).rejects.toMatchObject({ code: 'auth.forbidden' });
  });
});
