import { isUuid } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { openStage, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage?.close());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );
const idOf = (actor: Actor): Uuid => actor.requirePerson();
let count = 0;
/** An organisation of its own for each test, with an address for each member. */
async function organisation(...roles: string[]) {
  const name = `acme${++count}`;
  const owner = (await stage.signedUp(`owner@${name}.example`, name)).actor;
  const others = [];
  for (const [index, role] of roles.entries()) {
    stage.clock.advance(1);
    others.push(await stage.joined(owner, `m${index}@${name}.example`, role));
  }
  return { name, owner, others, actors: others.map(({ actor }) => actor) };
}
const roleOf = async (owner: Actor, member: Actor) => (await stage.members.list(owner)).find(({ accountId }) => accountId === idOf(member))?.role;

describe('members', () => {
  it('are listed with address, role and teams, the first who came first', async () => {
    const { owner, actors, name } = await organisation('analyst');
    const [analyst] = actors as [Actor];
    const team = await stage.teams.create(owner, 'Night shift');
    await stage.teams.put(owner, team.id, idOf(analyst));
    expect(await stage.members.list(owner)).toMatchObject([
      { email: `owner@${name}.example`, role: 'owner', name: 'Owner', teams: [] },
      { email: `m0@${name}.example`, role: 'analyst', name: 'Analyst', teams: [{ id: team.id, name: 'Night shift' }] },
    ]);
  });

  it('get another role that counts with their next request', async () => {
    const { owner, others } = await organisation('viewer');
    const [viewer] = others;
    if (!viewer) throw new Error('nobody joined');
    expect((await stage.members.changeRole(owner, idOf(viewer.actor), { role: 'analyst' })).name).toBe('Analyst');
    expect((await stage.sessions.authenticate(viewer.cookieValue)).may('rule:write')).toBe(true);
    await stage.members.changeRole(owner, idOf(viewer.actor), { role: 'billing' });
    const now = await stage.sessions.authenticate(viewer.cookieValue);
    expect([...now.permissions].sort()).toEqual(['billing:read', 'billing:write']);
    expect(await stage.sessions.isLive(viewer.actor)).toBe(false);
    expect(await stage.audits(owner)).toEqual(expect.arrayContaining(['member.role_changed']));
  });

  it('are changed by nobody who may not, and by no key', async () => {
    const { owner, actors } = await organisation('analyst', 'viewer');
    const [analyst, viewer] = actors as [Actor, Actor];
    for (const role of ['owner', 'admin', 'viewer']) expect(await codeOf(stage.members.changeRole(analyst, idOf(viewer), { role }))).toBe('auth.forbidden');
    expect(await codeOf(stage.members.list(viewer))).toBe('auth.forbidden');
    expect(await codeOf(stage.members.remove(viewer, idOf(analyst)))).toBe('auth.forbidden');
    const { secret } = await stage.apiKeys.create(owner, { name: 'all', scopes: [...owner.permissions] });
    const key = await stage.apiKeys.authenticate(secret, visit.address);
    expect(await codeOf(stage.members.remove(key, idOf(viewer)))).toBe('auth.forbidden');
    expect(await codeOf(stage.invitations.invite(key, { email: 'x@x.example', role: { role: 'viewer' } }))).toBe('auth.forbidden');
    expect(await codeOf(stage.members.changeRole(owner, 'no id', { role: 'viewer' }))).toBe('member.not_found');
    expect(await codeOf(stage.members.changeRole(owner, idOf(viewer), { role: 'root' }))).toBe('role.unknown');
    expect(await codeOf(stage.members.changeRole(owner, idOf(viewer), { role: 'custom' }))).toBe('role.unknown');
  });

  it('cannot be raised above, nor lowered by, whoever holds less', async () => {
    const { owner, actors } = await organisation('admin', 'admin', 'viewer');
    const [admin, other, viewer] = actors as [Actor, Actor, Actor];
    expect(await codeOf(stage.members.changeRole(admin, idOf(viewer), { role: 'owner' }))).toBe('member.owner_only');
    expect(await codeOf(stage.members.changeRole(admin, idOf(admin), { role: 'owner' }))).toBe('member.owner_only');
    expect(await codeOf(stage.members.changeRole(admin, idOf(owner), { role: 'viewer' }))).toBe('member.owner_only');
    expect(await codeOf(stage.members.remove(admin, idOf(owner)))).toBe('member.owner_only');
    expect(await codeOf(stage.invitations.invite(admin, { email: 'boss@x.example', role: { role: 'owner' } }))).toBe('member.owner_only');
    expect(await codeOf(stage.members.transferOwnership(admin, idOf(admin)))).toBe('member.owner_only');
    const clerk = await stage.roles.create(owner, { name: 'Clerk', permissions: ['member:read', 'member:write', 'role:write'] });
    await stage.members.changeRole(owner, idOf(other), { customRoleId: clerk.id });
    // Their old session still says admin; the locked rows decide.
    for (const role of ['admin', 'viewer', 'auditor', 'billing']) {
      expect(await codeOf(stage.members.changeRole(other, idOf(viewer), { role }))).toBe('member.beyond_own');
    }
    expect(await codeOf(stage.members.remove(other, idOf(admin)))).toBe('member.beyond_own');
    expect(await codeOf(stage.roles.create(other, { name: 'Wide', permissions: ['key:write'] }))).toBe('member.beyond_own');
    expect(await codeOf(stage.roles.change(other, clerk.id, { name: 'Clerk', permissions: ['member:write', 'rule:write'] }))).toBe('member.beyond_own');
    expect(await codeOf(stage.invitations.invite(other, { email: 'low@x.example', role: { role: 'viewer' } }))).toBe('member.beyond_own');
  });

  it('who have left, or may no longer, are stopped although their request was let in before', async () => {
    const { owner, actors } = await organisation('admin', 'viewer');
    const [admin, viewer] = actors as [Actor, Actor];
    await stage.members.changeRole(owner, idOf(admin), { role: 'viewer' });
    expect(await codeOf(stage.members.changeRole(admin, idOf(viewer), { role: 'analyst' }))).toBe('auth.forbidden');
    await stage.members.remove(owner, idOf(admin));
    expect(await codeOf(stage.members.remove(admin, idOf(viewer)))).toBe('auth.forbidden');
  });
});

describe('a removal', () => {
  it('ends sessions, keys, teams and the invitations sent, and none comes back with another invitation', async () => {
    const { owner, others, name } = await organisation('admin');
    const [admin] = others;
    if (!admin) throw new Error('nobody joined');
    const { secret } = await stage.apiKeys.create(admin.actor, { name: 'theirs', scopes: ['alert:read'] });
    const keyActor = await stage.apiKeys.authenticate(secret, visit.address);
    const team = await stage.teams.create(owner, 'Days');
    await stage.teams.put(owner, team.id, idOf(admin.actor));
    await stage.invitations.invite(admin.actor, { email: `friend@${name}.example`, role: { role: 'admin' } });
    const letter = await stage.letterTo(`friend@${name}.example`);
    const elsewhere = await stage.signedUp(`else@${name}.example`, 'elsewhere');
    await stage.invitations.invite(elsewhere.actor, { email: `m0@${name}.example`, role: { role: 'viewer' } });
    const home = await stage.door.accept((await stage.letterTo(`m0@${name}.example`)).token, { actor: admin.actor }, visit);
    await stage.members.remove(owner, idOf(admin.actor));
    const isDead = async () => {
      expect(await codeOf(stage.sessions.authenticate(admin.cookieValue))).toBe('auth.unauthenticated');
      expect(await codeOf(stage.apiKeys.authenticate(secret, visit.address))).toBe('key.revoked');
      expect(await Promise.all([stage.sessions.isLive(admin.actor), stage.sessions.isLive(keyActor)])).toEqual([false, false]);
    };
    await isDead();
    expect((await stage.teams.list(owner))[0]?.accountIds).toEqual([]);
    expect(await codeOf(stage.door.look(letter.token))).toBe('token.invalid');
    const announced = await stage.db.adminSql<{ payload: unknown }>`select payload from outbox where tenant_id = ${owner.tenantId} and name = 'identity.access-changed'`;
    expect(announced.map(({ payload }) => payload)).toContainEqual({ accountId: idOf(admin.actor) });

    await stage.invitations.invite(owner, { email: `m0@${name}.example`, role: { role: 'admin' } });
    const { token } = await stage.letterTo(`m0@${name}.example`);
    expect((await stage.door.look(token)).hasAccount).toBe(true);
    expect(await codeOf(stage.door.accept(token, { actor: elsewhere.actor }, visit))).toBe('invitation.other_address');
    // Of the session that ended with the membership nothing can be handed on.
    expect(await codeOf(stage.door.accept(token, { actor: admin.actor }, visit))).toBe('token.invalid');
    expect((await stage.door.accept(token, { actor: home.actor }, visit)).actor.tenantId).toBe(owner.tenantId);
    await isDead();
  });

  it('of oneself asks for the name of the organisation', async () => {
    const { owner, others, name } = await organisation('viewer');
    const [viewer] = others;
    if (!viewer) throw new Error('nobody joined');
    expect(await codeOf(stage.members.leave(viewer.actor, 'x'))).toBe('member.name_differs');
    await stage.members.leave(viewer.actor, name);
    expect(await codeOf(stage.sessions.authenticate(viewer.cookieValue))).toBe('auth.unauthenticated');
    expect(await codeOf(stage.members.leave(owner, name))).toBe('member.last_owner');
  });
});

describe('the last owner', () => {
  it('can be neither removed nor demoted, and can hand over', async () => {
    const { owner, actors } = await organisation('analyst');
    const [analyst] = actors as [Actor];
    expect(await codeOf(stage.members.changeRole(owner, idOf(owner), { role: 'admin' }))).toBe('member.last_owner');
    expect(await codeOf(stage.members.remove(owner, idOf(owner)))).toBe('member.last_owner');
    await stage.members.transferOwnership(owner, idOf(analyst));
    expect([await roleOf(owner, owner), await roleOf(owner, analyst)]).toEqual(['admin', 'owner']);
    expect(await codeOf(stage.members.transferOwnership(owner, idOf(owner)))).toBe('member.owner_only');
  });

  it('is left whatever twenty demotions of two owners do at once', async () => {
    for (let round = 0; round < 3; round++) {
      const { owner, actors } = await organisation('owner');
      const [second] = actors as [Actor];
      const pairs = [[owner, second], [second, owner], [owner, owner], [second, second]] as const;
      const codes = await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const [by, whom] = pairs[index % 4] ?? pairs[0];
          return codeOf(stage.members.changeRole(by, idOf(whom), { role: 'viewer' }));
        }),
      );
      const rows = await stage.db.adminSql<{ role: string }>`select role from members where tenant_id = ${owner.tenantId} order by role`;
      expect(rows.map(({ role }) => role)).toEqual(['owner', 'viewer']);
      expect(new Set(codes)).toEqual(new Set(codes.filter((code) => ['done', 'member.last_owner', 'auth.forbidden'].includes(code))));
      const changes = await stage.db.adminSql`select from member_changes where tenant_id = ${owner.tenantId} and change = 'changed'`;
      expect(changes).toHaveLength(1);
    }
  }, 60_000);

  it('is left whatever twenty removals do at once', async () => {
    const { owner, actors } = await organisation('owner', 'owner');
    const all = [owner, ...actors];
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const by = all[index % 3] ?? owner;
        return codeOf(index % 2 === 0 ? stage.members.remove(by, idOf(all[(index + 1) % 3] ?? owner)) : stage.members.leave(by, by.tenantName));
      }),
    );
    const rows = await stage.db.adminSql<{ role: string }>`select role from members where tenant_id = ${owner.tenantId}`;
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ role }) => role)).toContain('owner');
  }, 60_000);
});

describe('globex', () => {
  it("can neither list, read nor change acme's members, teams and roles", async () => {
    const { owner, actors } = await organisation('viewer');
    const [viewer] = actors as [Actor];
    const team = await stage.teams.create(owner, 'Ours');
    const role = await stage.roles.create(owner, { name: 'Ours', permissions: ['alert:read'] });
    const globex = await organisation('viewer');
    const [theirs] = globex.actors as [Actor];
    expect((await stage.members.list(globex.owner)).map(({ accountId }) => accountId)).not.toContain(idOf(viewer));
    expect(await stage.teams.list(globex.owner)).toEqual([]);
    expect(await stage.roles.list(globex.owner)).toEqual([]);
    const { members, teams, roles } = stage;
    const tries = [
      members.changeRole(globex.owner, idOf(viewer), { role: 'admin' }), members.remove(globex.owner, idOf(viewer)), members.transferOwnership(globex.owner, idOf(viewer)),
      members.changeRole(globex.owner, idOf(theirs), { customRoleId: role.id }),
      teams.rename(globex.owner, team.id, 'Taken'), teams.remove(globex.owner, team.id), teams.put(globex.owner, team.id, idOf(theirs)), teams.take(globex.owner, team.id, idOf(viewer)),
      roles.change(globex.owner, role.id, { name: 'Taken', permissions: ['alert:read'] }), roles.remove(globex.owner, role.id),
    ];
    expect(new Set(await Promise.all(tries.map(codeOf)))).toEqual(new Set(['member.not_found', 'role.unknown', 'team.not_found', 'role.not_found']));
    expect(isUuid(team.id) && (await stage.teams.list(owner))[0]?.name).toBe('Ours');
    expect(await roleOf(owner, viewer)).toBe('viewer');
  });
});
