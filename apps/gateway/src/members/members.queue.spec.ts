import 'reflect-metadata';
import { dateFrom, systemClock } from '@vedette/kernel';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { Browser, codesOf, mailedToken, newKey, newOwner } from '../fixtures/browser';
import { listen } from '../fixtures/listener';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';

const password = 'plum gravel lantern 88';
let db: TestDatabase;
let gateway: RunningGateway;
let owner: Browser;
let globex: Browser;

beforeAll(async () => {
  db = await openTestDatabase();
  gateway = await runGateway({ ...db, redisUrl: testRedisUrl() });
  owner = await newOwner(gateway.origin, 'owner@acme.example');
  globex = await newOwner(gateway.origin, 'owner@globex.example');
}, 60_000);
afterAll(async () => {
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
interface Membership {
  id: string;
  email: string;
  principal: string;
  isYou: boolean;
  role: { id: string; name: string };
}
const memberships = async (browser: Browser) => (await browser.ask<{ memberships: Membership[] }>('{ memberships { id email principal isYou role { id name } } }')).memberships;
const memberId = async (email: string) => (await memberships(owner)).find((member) => member.email === email)?.id ?? '';
async function joined(email: string, role: string): Promise<Browser> {
  expect(await mutate(owner, 'invite', 'InviteInput', { email, role })).toEqual({ userErrors: [] });
  const browser = new Browser(gateway.origin);
  const accepted = await mutate(browser, 'acceptInvitation', 'AcceptInvitationInput', { token: await mailedToken(gateway.origin, email), password }, 'viewer { email role }');
  expect(accepted['viewer']).toEqual({ email, role: role.length > 20 ? 'custom' : role });
  return browser;
}

describe('an invitation', () => {
  it('is read and accepted by whoever holds the letter, and by nobody signed in as another', async () => {
    await mutate(owner, 'invite', 'InviteInput', { email: 'ada@staff.example', role: 'analyst' });
    const token = await mailedToken(gateway.origin, 'ada@staff.example');
    const stranger = new Browser(gateway.origin);
    const look = 'query($token: String!) { invitation(token: $token) { organisation email roleName hasAccount } }';
    expect(await stranger.ask(look, { token })).toEqual({ invitation: { organisation: 'acme', email: 'ada@staff.example', roleName: 'Analyst', hasAccount: false } });
    expect(await stranger.ask(look, { token: 'x' })).toEqual({ invitation: null });
    expect((await mutate(globex, 'acceptInvitation', 'AcceptInvitationInput', { token, password })).userErrors).toEqual([{ code: 'invitation.other_address', field: null }]);
    expect((await mutate(stranger, 'acceptInvitation', 'AcceptInvitationInput', { token, password: 'short' })).userErrors).toEqual([{ code: 'password.too_short', field: 'password' }]);
    expect((await mutate(stranger, 'acceptInvitation', 'AcceptInvitationInput', { token, password }, 'viewer { role }'))['viewer']).toEqual({ role: 'analyst' });
    expect(await stranger.ask('{ viewer { email role tenants { name role current } } }')).toEqual({
      viewer: { email: 'ada@staff.example', role: 'analyst', tenants: [{ name: 'acme', role: 'analyst', current: true }] },
    });
  });

  it('of somebody who is too eager is not looked up any more', async () => {
    const stranger = new Browser(gateway.origin);
    const told = new Set<unknown>();
    for (let time = 0; time < 36; time++) (await stranger.post({ query: '{ invitation(token: "guess") { email } }' })).errors?.forEach(({ extensions }) => told.add(extensions));
    expect([...told]).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'RATE_LIMITED', reason: 'auth.too_many_attempts' })]));
  });
});

describe('a member who is removed', () => {
  it('has no sessions, keys and sockets within a second', async () => {
    const browser = await joined('gone@staff.example', 'admin');
    const { secret } = await newKey(browser, ['alert:read']);
    const [bySession, byKey, others] = await Promise.all([
      listen(gateway.origin, { cookie: browser.cookie ?? '' }), listen(gateway.origin, { key: secret }), listen(gateway.origin, { cookie: owner.cookie ?? '' }),
    ]);
    const began = performance.now();
    expect(await mutate(owner, 'removeMember', 'MemberInput', { id: await memberId('gone@staff.example') }, 'done')).toEqual({ done: true, userErrors: [] });
    expect(await Promise.all([bySession.closed, byKey.closed])).toEqual([4403, 4403]);
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(await browser.ask('{ viewer { email } }')).toEqual({ viewer: null });
    expect(codesOf(await new Browser(gateway.origin).post({ query: '{ viewer { email } }' }, { authorization: `Bearer ${secret}` }))).toEqual(['key.revoked']);
    expect(await Promise.race([others.closed, Promise.resolve('open')])).toBe('open');
    others.stop();
  });

  it('keeps a socket over a change of role that still allows it, and loses it over one that does not', async () => {
    const browser = await joined('moved@staff.example', 'viewer');
    const listener = await listen(gateway.origin, { cookie: browser.cookie ?? '' });
    const id = await memberId('moved@staff.example');
    await mutate(owner, 'changeMemberRole', 'ChangeMemberRoleInput', { id, role: 'analyst' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await Promise.race([listener.closed, Promise.resolve('open')])).toBe('open');
    await mutate(owner, 'changeMemberRole', 'ChangeMemberRoleInput', { id, role: 'billing' });
    expect(await listener.closed).toBe(4403);
  });
});

describe('members, roles and teams', () => {
  it('are managed by ids of this organisation', async () => {
    await joined('bea@staff.example', 'viewer');
    const id = await memberId('bea@staff.example');
    const made = await mutate(owner, 'createRole', 'RoleInput', { name: 'Sender', permissions: ['event:write'] }, 'role { id name permissions builtIn members }');
    const role = made['role'] as { id: string };
    expect(made['role']).toMatchObject({ name: 'Sender', builtIn: false, members: 0 });
    expect((await mutate(owner, 'changeMemberRole', 'ChangeMemberRoleInput', { id, role: role.id }, 'membership { role { id name } }'))['membership']).toEqual({ role: { id: role.id, name: 'Sender' } });
    expect((await mutate(owner, 'removeRole', 'RemoveRoleInput', { id: role.id }, 'done')).userErrors).toEqual([{ code: 'role.in_use', field: null }]);
    const team = (await mutate(owner, 'createTeam', 'CreateTeamInput', { name: 'Nights' }, 'team { id members }'))['team'] as { id: string };
    expect((await mutate(owner, 'addToTeam', 'TeamMemberInput', { id: team.id, memberId: id }, 'team { members }'))['team']).toEqual({ members: [id] });
    const you = (await memberships(owner)).find(({ isYou }) => isYou);
    expect(you).toMatchObject({ email: 'owner@acme.example', role: { id: 'owner', name: 'Owner' } });
    expect((await mutate(owner, 'changeMemberRole', 'ChangeMemberRoleInput', { id: you?.id, role: 'viewer' })).userErrors).toEqual([{ code: 'member.last_owner', field: null }]);
    expect((await mutate(owner, 'leave', 'LeaveInput', { name: 'x' }, 'done')).userErrors).toEqual([{ code: 'member.name_differs', field: 'name' }]);
    const { roles } = await owner.ask<{ roles: { id: string; builtIn: boolean }[] }>('{ roles { id builtIn } }');
    expect(roles.filter(({ builtIn }) => builtIn).map((each) => each.id)).toEqual(['owner', 'admin', 'analyst', 'responder', 'auditor', 'viewer', 'billing']);

    const tries = await Promise.all([
      mutate(globex, 'changeMemberRole', 'ChangeMemberRoleInput', { id, role: 'viewer' }), mutate(globex, 'removeMember', 'MemberInput', { id }),
      mutate(globex, 'changeRole', 'ChangeRoleInput', { id: role.id, role: { name: 'x', permissions: ['alert:read'] } }), mutate(globex, 'renameTeam', 'RenameTeamInput', { id: team.id, name: 'x' }),
    ]);
    expect(tries.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(['member.not_found', 'member.not_found', 'role.not_found', 'team.not_found']);
    expect(await memberships(globex)).toHaveLength(1);
  });

  it('are reported and reviewed', async () => {
    const today = systemClock.date().toISOString().slice(0, 10);
    const { accessReport } = await owner.ask<{ accessReport: { rows: { email: string; roleName: string }[]; csv: string } }>(
      'query($day: String!) { accessReport(day: $day, permission: "member:write") { rows { email roleName } csv } }', { day: today },
    );
    expect(accessReport.rows).toContainEqual({ email: 'owner@acme.example', roleName: 'Owner' });
    expect(accessReport.csv).toContain('"owner@acme.example","Owner"');
    expect(codesOf(await owner.post({ query: '{ accessReport(day: "x") { csv } }' }))).toEqual(['report.day_malformed']);
    const dueAt = dateFrom(systemClock.now() + 86_400_000).toISOString();
    const started = await mutate(owner, 'startAccessReview', 'StartAccessReviewInput', { name: 'Autumn', dueAt }, 'review { id total decided items { memberId email decision } csv }');
    const review = started['review'] as { id: string; total: number; items: { memberId: string }[] };
    expect(review.items).toHaveLength(review.total);
    const memberIdOfFirst = review.items[0]?.memberId;
    expect((await mutate(owner, 'decideAccess', 'DecideAccessInput', { id: review.id, memberId: memberIdOfFirst, decision: 'KEEP' }, 'review { decided }'))['review']).toEqual({ decided: 1 });
    expect((await mutate(owner, 'closeAccessReview', 'CloseAccessReviewInput', { id: review.id })).userErrors).toEqual([{ code: 'review.undecided', field: null }]);
    expect((await mutate(globex, 'closeAccessReview', 'CloseAccessReviewInput', { id: review.id })).userErrors).toEqual([{ code: 'review.not_found', field: 'id' }]);
  });
});

describe('whoever belongs to two organisations', () => {
  it('switches between them under a new cookie', async () => {
    await mutate(owner, 'invite', 'InviteInput', { email: 'owner@globex.example', role: 'viewer' });
    const token = await mailedToken(gateway.origin, 'owner@globex.example');
    await mutate(globex, 'acceptInvitation', 'AcceptInvitationInput', { token });
    const { viewer } = await globex.ask<{ viewer: { tenant: { name: string }; tenants: { id: string; name: string; current: boolean }[] } }>(
      '{ viewer { tenant { name } tenants { id name current } } }',
    );
    expect([viewer.tenant.name, viewer.tenants.map(({ name, current }) => [name, current])]).toEqual(['acme', [['acme', true], ['globex', false]]]);
    const { cookie } = globex;
    const home = viewer.tenants.find(({ name }) => name === 'globex');
    expect((await mutate(globex, 'switchTenant', 'SwitchTenantInput', { id: home?.id }, 'viewer { role tenant { name } }'))['viewer']).toEqual({ role: 'owner', tenant: { name: 'globex' } });
    expect(globex.cookie).not.toBe(cookie);
    const old = new Browser(gateway.origin);
    old.cookie = cookie;
    expect(await old.ask('{ viewer { email } }')).toEqual({ viewer: null });
    expect((await mutate(owner, 'switchTenant', 'SwitchTenantInput', { id: home?.id })).userErrors).toEqual([{ code: 'tenant.not_found', field: 'id' }]);
  });
});
