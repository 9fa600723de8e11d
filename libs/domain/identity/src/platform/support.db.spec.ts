import { dateFrom, newId } from '@vedette/kernel';
import { Actor } from '../actor/actor';
import { openStage } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import { Operators } from './operators';
import { PlatformLog } from './platform-log';
import { PlatformTenants } from './platform-tenants';
import { SupportGrants } from './support-grants';
import { SupportVisits } from './support-visits';

const HOUR = 60 * 60 * 1000;
let stage: Stage;
let grants: SupportGrants;
let visits: SupportVisits;
let log: PlatformLog;
let acme: Actor;
let globex: Actor;
let operator: Actor;
let number = 0;

beforeAll(async () => {
  stage = await openStage();
  const deps = { ...stage.db, clock: stage.clock };
  [grants, visits, log] = [new SupportGrants(deps), new SupportVisits(deps), new PlatformLog(deps)];
  await stage.signedUp('root@vedette.example', 'Vedette');
  await new Operators(deps, ['root@vedette.example']).appoint();
});
beforeEach(async () => {
  number += 1;
  acme = (await stage.signedUp(`owner${number}@acme.example`, 'acme')).actor;
  globex = (await stage.signedUp(`owner${number}@globex.example`, 'globex')).actor;
  operator = await home();
});
afterAll(() => stage?.close());

/** The operator, at home, with a second factor. */
async function home(): Promise<Actor> {
  const step = await stage.accounts.logIn({ email: 'root@vedette.example', password: 'velvet anchor drifts at noon' }, { address: '192.0.2.1', userAgent: 'spec' });
  if (!('session' in step)) throw new Error('no session');
  return (await stage.sessions.rotate(step.session.actor, ['passkey'])).actor;
}
const asked = { reason: 'The import hangs', hours: 2 };

describe('support', () => {
  it('is let in for a time, reads, and both logs tell of it', async () => {
    const grant = await grants.grant(acme, asked);
    expect(grant).toMatchObject({ reason: asked.reason, writes: false, open: true, expiresAt: dateFrom(stage.clock.now() + 2 * HOUR) });
    expect(await visits.open(operator)).toMatchObject([{ id: grant.id, tenantName: 'acme', writes: false }]);
    const inside = await visits.enter(operator, grant.id);
    expect(inside.actor).toMatchObject({ tenantId: acme.tenantId, role: 'support', principal: `support:${operator.accountId}`, operator: false, supportGrantId: grant.id });
    expect([inside.actor.may('alert:read'), inside.actor.may('alert:write'), inside.actor.may('audit:read'), inside.actor.may('tenant:write')]).toEqual([true, false, false, false]);
    expect(await stage.sessions.isLive(operator)).toBe(false);
    // A guest is nobody's colleague, and has no other rooms.
    expect(await stage.tenancies.mine(inside.actor)).toEqual([]);
    expect((await stage.members.list(acme)).map(({ email }) => email)).toEqual([`owner${number}@acme.example`]);
    await expect(stage.tenancies.switchTo(inside.actor, globex.tenantId)).rejects.toMatchObject({ code: 'auth.forbidden' });
    await expect(grants.grant(inside.actor, { ...asked, writes: true })).rejects.toMatchObject({ code: 'auth.forbidden' });

    // A moment later, so that the log has an order.
    stage.clock.advance(1_000);
    const back = await visits.leave(inside.actor);
    expect(back?.actor).toMatchObject({ tenantName: 'Vedette', role: 'owner', operator: true, supportGrantId: undefined });
    expect(await stage.sessions.isLive(inside.actor)).toBe(false);
    await expect(visits.leave(back?.actor ?? operator)).rejects.toMatchObject({ code: 'support.not_inside' });
    const audit = await stage.db.database.tenant(acme, (tx) => tx.sql<{ action: string; principal: string }>`select action, principal from audit_entries where action like 'support.%' order by at`);
    expect(audit).toEqual([
      { action: 'support.granted', principal: acme.principal },
      { action: 'support.entered', principal: `support:${operator.accountId}` },
      { action: 'support.left', principal: `support:${operator.accountId}` },
    ]);
    const again = back ? Actor.of({ ...back.actor }) : operator;
    expect((await log.list(again, { first: 2 })).items.map(({ action, tenantId }) => [action, tenantId])).toEqual([['support.left', acme.tenantId], ['support.entered', acme.tenantId]]);
  });

  it('changes something only where it was told so, and its name stands under it', async () => {
    const grant = await grants.grant(acme, { ...asked, writes: true });
    const { actor } = await visits.enter(operator, grant.id);
    expect(actor.role).toBe('support-write');
    expect([actor.may('alert:write'), actor.may('member:write'), actor.may('key:write'), actor.may('billing:write')]).toEqual([true, false, false, false]);
    await stage.db.database.tenant(actor, async (tx) => tx.audit('rule.disabled', { kind: 'rule', id: 'x' }));
    const [row] = await stage.db.database.tenant(acme, (tx) => tx.sql<{ principal: string }>`select principal from audit_entries where action = 'rule.disabled'`);
    expect(row?.principal).toBe(`support:${operator.accountId}`);
  });

  it('is out at once when the customer takes it back, on sockets too', async () => {
    const grant = await grants.grant(acme, asked);
    const inside = await visits.enter(operator, grant.id);
    expect(await stage.sessions.isLive(inside.actor)).toBe(true);
    expect(await grants.revoke(acme, grant.id)).toMatchObject({ open: false });
    expect(await stage.sessions.isLive(inside.actor)).toBe(false);
    await expect(stage.sessions.authenticate(inside.cookieValue)).rejects.toMatchObject({ code: 'auth.unauthenticated' });
    const announced = await stage.db.adminSql`select payload from outbox where tenant_id = ${acme.tenantId} and name = 'identity.access-changed'`;
    expect(announced).toContainEqual({ payload: { accountId: operator.accountId } });
    await expect(grants.revoke(acme, grant.id)).rejects.toMatchObject({ code: 'support.not_found' });
    await expect(visits.enter(await home(), grant.id)).rejects.toMatchObject({ code: 'support.not_found' });
  });

  it('is out when the time is over, and when it is no operator any more', async () => {
    const hour = await grants.grant(acme, { ...asked, hours: 1 });
    const inside = await visits.enter(operator, hour.id);
    expect(inside.expiresAt).toBe(stage.clock.now() + HOUR);
    stage.clock.advance(59 * 60_000);
    expect(await stage.sessions.isLive(inside.actor)).toBe(true);
    stage.clock.advance(60_000);
    expect(await stage.sessions.isLive(inside.actor)).toBe(false);
    expect(await visits.open(await home())).not.toContainEqual(expect.objectContaining({ id: hour.id }));

    const second = await grants.grant(Actor.of({ ...acme, authenticatedAt: stage.clock.now() }), asked);
    const again = await visits.enter(await home(), second.id);
    await new Operators({ ...stage.db, clock: stage.clock }, []).appoint();
    expect(await stage.sessions.isLive(again.actor)).toBe(false);
    await new Operators({ ...stage.db, clock: stage.clock }, ['root@vedette.example']).appoint();
  });

  it('comes in only as an operator with a fresh proof, by a grant, from home', async () => {
    const grant = await grants.grant(acme, asked);
    await expect(visits.enter(globex, grant.id)).rejects.toMatchObject({ code: 'auth.forbidden' });
    await expect(visits.enter(Actor.of({ ...globex, operator: true }), grant.id)).rejects.toMatchObject({ code: 'auth.forbidden' });
    for (const id of [newId(), 'x', acme.tenantId]) await expect(visits.enter(operator, id)).rejects.toMatchObject({ code: 'support.not_found' });
    stage.clock.advance(6 * 60_000);
    await expect(visits.enter(operator, grant.id)).rejects.toMatchObject({ code: 'auth.step_up' });
    operator = await home();
    // The session that says so must be one: the directory looks at its factors itself.
    const weak = await stage.accounts.logIn({ email: 'root@vedette.example', password: 'velvet anchor drifts at noon' }, { address: '192.0.2.1', userAgent: 'spec' });
    if (!('session' in weak)) throw new Error('no session');
    await expect(visits.enter(Actor.of({ ...operator, sessionId: weak.session.actor.sessionId }), grant.id)).rejects.toMatchObject({ code: 'support.not_found' });
    const inside = await visits.enter(operator, grant.id);
    const other = await grants.grant(Actor.of({ ...globex, authenticatedAt: stage.clock.now() }), asked);
    await expect(visits.enter(inside.actor, other.id)).rejects.toMatchObject({ code: 'auth.forbidden' });
    await expect(new PlatformTenants({ ...stage.db, clock: stage.clock }).list(inside.actor, { first: 1 })).rejects.toMatchObject({ code: 'auth.forbidden' });
  });

  it('sees a suspended customer, who lets nobody else in', async () => {
    const grant = await grants.grant(acme, asked);
    await new PlatformTenants({ ...stage.db, clock: stage.clock }).suspend(operator, acme.tenantId, 'abuse');
    const inside = await visits.enter(operator, grant.id);
    expect(inside.actor).toMatchObject({ tenantState: 'suspended', role: 'support' });
  });
});

describe('a grant', () => {
  it.each([
    [{ ...asked, reason: '  ' }, 'support.reason_malformed'],
    [{ ...asked, reason: 'x'.repeat(501) }, 'support.reason_malformed'],
    [{ ...asked, hours: 0 }, 'support.hours_malformed'],
    [{ ...asked, hours: 73 }, 'support.hours_malformed'],
    [{ ...asked, hours: 1.5 }, 'support.hours_malformed'],
  ])('%j is refused', async (wrong, code) => {
    await expect(grants.grant(acme, wrong)).rejects.toMatchObject({ code });
  });

  it('is given by who holds what it gives, ten at a time, with a fresh proof', async () => {
    const admin = await stage.joined(acme, `admin${number}@acme.example`, 'admin');
    expect(await grants.grant(admin.actor, { ...asked, writes: true })).toMatchObject({ writes: true });
    const role = await stage.roles.create(acme, { name: 'Door', permissions: ['member:write', 'member:read', 'alert:read', 'hunt:read', 'rule:read', 'source:read', 'key:read'] });
    const keeper = await stage.joined(acme, `keeper${number}@acme.example`, { customRoleId: role.id });
    await expect(grants.grant(keeper.actor, { ...asked, writes: true })).rejects.toMatchObject({ code: 'member.beyond_own' });
    await grants.grant(keeper.actor, asked);
    const many = await Promise.allSettled(Array.from({ length: 12 }, () => grants.grant(acme, asked)));
    expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
    const viewer = await stage.joined(acme, `viewer${number}@acme.example`, 'viewer');
    await expect(grants.grant(viewer.actor, asked)).rejects.toMatchObject({ code: 'auth.forbidden' });
    stage.clock.advance(6 * 60_000);
    await expect(grants.grant(acme, asked)).rejects.toMatchObject({ code: 'auth.step_up' });
  });

  it('is neither seen nor taken back by another organisation', async () => {
    const grant = await grants.grant(acme, asked);
    expect(await grants.list(globex)).toEqual([]);
    await expect(grants.revoke(globex, grant.id)).rejects.toMatchObject({ code: 'support.not_found' });
    expect(await grants.list(acme)).toEqual([grant]);
  });
});
