import { dateFrom } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { goodPassword, openStage, sessionOf, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import { accessCsv } from './access-report';
import { reviewCsv } from './access-reviews';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
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
const idOf = (actor: Actor) => actor.requirePerson();
let count = 0;
const newOwner = async () => (await stage.signedUp(`owner@org${++count}.example`, `Organisation No. ${count}`)).actor;
const invite = (owner: Actor, email: string, role = 'viewer') => stage.invitations.invite(owner, { email, role: { role } });
const today = () => stage.clock.date().toISOString().slice(0, 10);

describe('an invitation', () => {
  it('shows where to and as what, and makes an account, a member and a session', async () => {
    const owner = await newOwner();
    await invite(owner, ' New.Person@Org.Example ', 'analyst');
    const letter = await stage.letterTo('new.person@org.example');
    expect(letter.text).toContain(`https://vedette.example/invitation#token=${letter.token}`);
    expect(letter.text).not.toContain(owner.tenantName);
    expect(await stage.door.look(letter.token)).toMatchObject({ organisation: owner.tenantName, email: 'New.Person@Org.Example', roleName: 'Analyst', hasAccount: false });
    const { actor, cookieValue } = await stage.door.accept(letter.token, { actor: null, password: goodPassword }, visit);
    expect(actor).toMatchObject({ tenantId: owner.tenantId, role: 'analyst' });
    expect((await stage.sessions.authenticate(cookieValue)).may('rule:write')).toBe(true);
    expect(sessionOf(await stage.accounts.logIn({ email: 'new.person@org.example', password: goodPassword }, visit)).actor.tenantId).toBe(owner.tenantId);
    expect(await stage.invitations.list(owner)).toEqual([]);
    expect(await codeOf(stage.door.look(letter.token))).toBe('token.invalid');
    expect(await codeOf(invite(owner, 'NEW.person@org.example'))).toBe('invitation.already_member');
    expect(await stage.audits(owner)).toEqual(expect.arrayContaining(['invitation.sent', 'invitation.accepted', 'member.joined']));
  });

  it('accepted by fifty at once makes one member, by one account and one session', async () => {
    const owner = await newOwner();
    await invite(owner, 'fifty@org.example');
    const { token } = await stage.letterTo('fifty@org.example');
    const codes = await Promise.all(Array.from({ length: 50 }, () => codeOf(stage.door.accept(token, { actor: null, password: goodPassword }, visit))));
    expect(codes.filter((code) => code === 'done')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['done', ...codes.filter((code) => ['token.invalid', 'invitation.sign_in'].includes(code))]));
    expect(await stage.db.adminSql`select from members where tenant_id = ${owner.tenantId}`).toHaveLength(2);
    expect(await stage.db.adminSql`select from accounts where email_key = 'fifty@org.example'`).toHaveLength(1);
    expect(await stage.db.adminSql`select from sessions s join accounts a on a.id = s.account_id where a.email_key = 'fifty@org.example'`).toHaveLength(1);
  }, 60_000);

  it('accepted by one account fifty times at once makes one member', async () => {
    const owner = await newOwner();
    const guest = await stage.signedUp('guest@other.example', 'other');
    await invite(owner, 'guest@other.example');
    const { token } = await stage.letterTo('guest@other.example');
    const codes = await Promise.all(Array.from({ length: 50 }, () => codeOf(stage.door.accept(token, { actor: guest.actor }, visit))));
    expect(codes.filter((code) => code === 'done')).toHaveLength(1);
    expect(await stage.db.adminSql`select from members where tenant_id = ${owner.tenantId}`).toHaveLength(2);
    expect(await stage.db.adminSql`select from member_changes where tenant_id = ${owner.tenantId} and change = 'joined'`).toHaveLength(2);
  }, 60_000);

  it('is accepted by its address alone, and a refusal uses nothing up', async () => {
    const owner = await newOwner();
    const other = await stage.signedUp('other@x1.example', 'x1');
    const invited = await stage.signedUp('invited@x2.example', 'x2');
    await invite(owner, 'invited@x2.example');
    const { token } = await stage.letterTo('invited@x2.example');
    expect(await codeOf(stage.door.accept(token, { actor: other.actor }, visit))).toBe('invitation.other_address');
    const { secret } = await stage.apiKeys.create(invited.actor, { name: 'x', scopes: ['alert:read'] });
    expect(await codeOf(stage.door.accept(token, { actor: await stage.apiKeys.authenticate(secret, visit.address) }, visit))).toBe('invitation.other_address');
    expect(await codeOf(stage.door.accept(token, { actor: null, password: goodPassword }, visit))).toBe('invitation.sign_in');
    const session = await stage.door.accept(token, { actor: invited.actor }, visit);
    expect(session.actor.tenantId).toBe(owner.tenantId);
    await invite(owner, 'fresh@x2.example');
    const fresh = await stage.letterTo('fresh@x2.example');
    expect(await codeOf(stage.door.accept(fresh.token, { actor: null, password: 'short' }, visit))).toBe('password.too_short');
    expect(await codeOf(stage.door.accept(fresh.token, { actor: null }, visit))).toBe('password.too_short');
    expect(await codeOf(stage.door.accept(fresh.token, { actor: null, password: goodPassword }, visit))).toBe('done');
  });

  it('has a token for this one purpose', async () => {
    const owner = await newOwner();
    await invite(owner, 'purpose@org.example');
    const { token } = await stage.letterTo('purpose@org.example');
    expect(await codeOf(stage.accounts.verifyEmail(token, visit, { password: goodPassword }))).toBe('token.invalid');
    for (const purpose of ['verify-email', 'reset-password', 'sign-in', 'csrf'] as const) expect(await codeOf(stage.oneTime.consume(purpose, token))).toBe('token.invalid');
    const verify = await stage.oneTime.put('verify-email', { subject: 'purpose@org.example', lastsMs: DAY });
    expect(await codeOf(stage.door.accept(verify, { actor: null, password: goodPassword }, visit))).toBe('token.invalid');
    expect(await codeOf(stage.door.look('nonsense'))).toBe('token.invalid');
    expect(await codeOf(stage.door.look(token))).toBe('done');
  });

  it('is sent again at most five times, not within a minute, and the old letter is dead', async () => {
    const owner = await newOwner();
    let { id } = await invite(owner, 'again@org.example');
    const first = await stage.letterTo('again@org.example');
    expect(await codeOf(stage.invitations.resend(owner, id))).toBe('invitation.too_soon');
    for (let time = 0; time < 5; time++) {
      stage.clock.advance(61_000);
      ({ id } = await stage.invitations.resend(owner, id));
    }
    stage.clock.advance(61_000);
    expect(await codeOf(stage.invitations.resend(owner, id))).toBe('invitation.too_often');
    expect((await stage.invitations.list(owner))[0]?.lettersLeft).toBe(0);
    const last = await stage.letterTo('again@org.example');
    expect(await codeOf(stage.door.accept(first.token, { actor: null, password: goodPassword }, visit))).toBe('token.invalid');
    expect(await codeOf(stage.door.look(last.token))).toBe('done');
    await stage.invitations.revoke(owner, id);
    expect(await codeOf(stage.door.accept(last.token, { actor: null, password: goodPassword }, visit))).toBe('token.invalid');
    expect(await codeOf(stage.invitations.revoke(owner, id))).toBe('invitation.not_found');
  });

  it('ends after seven days, and can then be sent anew', async () => {
    const owner = await newOwner();
    await invite(owner, 'late@org.example');
    expect(await codeOf(invite(owner, 'LATE@org.example'))).toBe('invitation.exists');
    const { token } = await stage.letterTo('late@org.example');
    stage.clock.advance(7 * DAY);
    expect(await codeOf(stage.door.accept(token, { actor: null, password: goodPassword }, visit))).toBe('token.invalid');
    expect(await stage.invitations.list(owner)).toMatchObject([{ expired: true }]);
    // A session lasts a day; the actor stands for one who signed in again.
    await invite(owner, 'late@org.example');
    expect(await stage.invitations.list(owner)).toMatchObject([{ expired: false }]);
    expect(await codeOf(invite(owner, 'no address'))).toBe('email.malformed');
  });

  it('is one of a hundred open ones', async () => {
    const owner = await newOwner();
    for (let index = 0; index < 100; index++) await invite(owner, `n${index}@org.example`);
    expect(await codeOf(invite(owner, 'n100@org.example'))).toBe('invitation.too_many');
  }, 60_000);

  it('of acme is out of reach for globex', async () => {
    const [acme, globex] = [await newOwner(), await newOwner()];
    const { id } = await invite(acme, 'ours@org.example');
    stage.clock.advance(61_000);
    expect(await stage.invitations.list(globex)).toEqual([]);
    expect(await Promise.all([codeOf(stage.invitations.revoke(globex, id)), codeOf(stage.invitations.resend(globex, id))])).toEqual(['invitation.not_found', 'invitation.not_found']);
    expect(await stage.invitations.list(acme)).toHaveLength(1);
  });
});

describe('a role of the tenant\'s own', () => {
  it('allows what it says, at once and for all who have it, keys and sockets included', async () => {
    const owner = await newOwner();
    const role = await stage.roles.create(owner, { name: ' Key  keeper ', description: 'Keeps keys.', permissions: ['key:read', 'key:write', 'alert:read'] });
    expect(role).toMatchObject({ name: 'Key keeper', members: 0 });
    const { actor, cookieValue } = await stage.joined(owner, 'keeper@org.example', { customRoleId: role.id });
    expect([...actor.permissions].sort()).toEqual(['alert:read', 'key:read', 'key:write']);
    const { secret } = await stage.apiKeys.create(actor, { name: 'reads', scopes: ['alert:read'] });
    const key = await stage.apiKeys.authenticate(secret, visit.address);
    expect(await stage.sessions.isLive(key)).toBe(true);
    await stage.roles.change(owner, role.id, { name: 'Key keeper', permissions: ['key:read', 'key:write'] });
    expect((await stage.sessions.authenticate(cookieValue)).may('alert:read')).toBe(false);
    expect([...(await stage.apiKeys.authenticate(secret, visit.address)).permissions]).toEqual([]);
    expect([await stage.sessions.isLive(key), await stage.sessions.isLive(actor)]).toEqual([false, false]);
    expect(await codeOf(stage.roles.remove(owner, role.id))).toBe('role.in_use');
    await stage.members.changeRole(owner, idOf(actor), { role: 'viewer' });
    expect(await codeOf(stage.roles.remove(owner, role.id))).toBe('done');
  });

  it('has a name of its own and permissions that exist, and is one of a hundred', async () => {
    const owner = await newOwner();
    const create = (name: string, permissions: string[] = ['alert:read']) => codeOf(stage.roles.create(owner, { name, permissions }));
    expect(await create('Triage')).toBe('done');
    expect(await create('TRIAGE')).toBe('role.name_taken');
    expect(await create('Ｏwner')).toBe('role.name_malformed');
    expect(await create('a\u202eb')).toBe('role.name_malformed');
    expect(await create('None', [])).toBe('role.permissions_malformed');
    expect(await create('Wild', ['alert:read', '*'])).toBe('role.permissions_malformed');
    expect(await create('Proto', ['__proto__'])).toBe('role.permissions_malformed');
    for (let index = 1; index < 100; index++) await create(`Role ${index}`);
    expect(await create('One more')).toBe('role.too_many');
  }, 60_000);

  it('counts for nothing where it names what the code does not know', async () => {
    const owner = await newOwner();
    const role = await stage.roles.create(owner, { name: 'Old', permissions: ['alert:read'] });
    await stage.db.adminSql`update roles set permissions = array['alert:read', 'no:such', '*'] where id = ${role.id}`;
    const { actor } = await stage.joined(owner, 'old@org.example', { customRoleId: role.id });
    expect([...actor.permissions]).toEqual(['alert:read']);
  });
});

describe('the access report', () => {
  it('says who could do what on a day gone by', async () => {
    const owner = await newOwner();
    const first = today();
    const { actor } = await stage.joined(owner, 'moved@org.example', 'viewer');
    stage.clock.advance(DAY);
    const second = today();
    await stage.members.changeRole(owner, idOf(actor), { role: 'analyst' });
    await stage.members.changeRole(owner, idOf(actor), { role: 'admin' });
    stage.clock.advance(DAY);
    const third = today();
    await stage.members.remove(owner, idOf(actor));
    const on = async (day: string, permission?: string) => (await stage.report.on(owner, { day, permission })).map(({ email, roleName }) => `${email} ${roleName}`);
    const boss = `${owner.accountEmail} Owner`;
    expect(await on(first)).toEqual(['moved@org.example Viewer', boss].sort());
    expect(await on(first, 'rule:write')).toEqual([boss]);
    expect(await on(second, 'member:write')).toEqual(['moved@org.example Admin', boss].sort());
    expect(await on(third)).toEqual([boss]);
    expect(await on('2020-01-01')).toEqual([]);
    const [gone] = (await stage.report.on(owner, { day: second })).filter(({ isMember }) => !isMember);
    expect(gone).toMatchObject({ email: 'moved@org.example' });
    for (const day of ['2026-02-30', 'today', '2026-1-1', '']) expect(await codeOf(stage.report.on(owner, { day }))).toBe('report.day_malformed');
    expect(await codeOf(stage.report.on(owner, { day: first, permission: 'no:such' }))).toBe('report.permission_unknown');
  });

  it('knows what a role of the tenant\'s own allowed then', async () => {
    const owner = await newOwner();
    const role = await stage.roles.create(owner, { name: 'Sender', permissions: ['event:write'] });
    await stage.joined(owner, 'sender@org.example', { customRoleId: role.id });
    const first = today();
    stage.clock.advance(DAY);
    await stage.roles.change(owner, role.id, { name: 'Reader', permissions: ['alert:read'] });
    const can = async (day: string) => (await stage.report.on(owner, { day, permission: 'event:write' })).map(({ roleName }) => roleName).sort();
    expect([await can(first), await can(today())]).toEqual([['Owner', 'Sender'], ['Owner']]);
  });

  it('knows those who joined before changes were recorded, also after their first change', async () => {
    const owner = await newOwner();
    const { actor } = await stage.joined(owner, 'early@org.example', 'analyst');
    const first = today();
    await stage.db.adminSql`delete from member_changes where tenant_id = ${owner.tenantId}`;
    stage.clock.advance(DAY);
    const could = async () => (await stage.report.on(owner, { day: first, permission: 'rule:write' })).length;
    expect(await could()).toBe(2);
    await stage.members.changeRole(owner, idOf(actor), { role: 'viewer' });
    expect(await could()).toBe(2);
  });

  it('as CSV starts no formula', async () => {
    const owner = await newOwner();
    await stage.roles.create(owner, { name: '=HYPERLINK("http://x")', permissions: ['alert:read'] });
    const [role] = await stage.roles.list(owner);
    await stage.joined(owner, '+plus@org.example', { customRoleId: role?.id ?? '' });
    const text = accessCsv(await stage.report.on(owner, { day: today() }));
    expect(text).toContain(`"'+plus@org.example","'=HYPERLINK(""http://x"")"`);
    expect(text.split('\r\n')[0]).toBe('"account","email","role","since","permissions"');
  });

  it('is read by those who may read the audit log, and shows nothing of another tenant', async () => {
    const [acme, globex] = [await newOwner(), await newOwner()];
    const { actor } = await stage.joined(acme, 'aud@org.example', 'auditor');
    const admin = await stage.joined(acme, 'view@org.example', 'analyst');
    expect(await stage.report.on(actor, { day: today() })).toHaveLength(3);
    expect(await codeOf(stage.report.on(admin.actor, { day: today() }))).toBe('auth.forbidden');
    expect(await stage.report.on(globex, { day: today() })).toHaveLength(1);
  });
});

describe('a review of access', () => {
  it('removes whoever is not to stay, all of them or nobody', async () => {
    const owner = await newOwner();
    const stays = await stage.joined(owner, 'stays@org.example', 'viewer');
    const goes = await stage.joined(owner, 'goes@org.example', 'analyst');
    const dueAt = dateFrom(stage.clock.now() + 30 * DAY);
    const { id } = await stage.reviews.start(owner, { name: 'Autumn', dueAt });
    const decide = (actor: Actor, decision: 'keep' | 'remove', note = '') => stage.reviews.decide(owner, id, idOf(actor), decision, note);
    await decide(stays.actor, 'keep');
    await decide(goes.actor, 'remove', '=left the team');
    expect(await codeOf(stage.reviews.close(owner, id))).toBe('review.undecided');
    await decide(owner, 'remove');
    expect(await codeOf(stage.reviews.close(owner, id))).toBe('member.last_owner');
    expect(await stage.members.list(owner)).toHaveLength(3);
    await decide(owner, 'keep');
    expect(await stage.reviews.close(owner, id)).toMatchObject({ decided: 3, total: 3, closedAt: expect.any(Date) });
    expect((await stage.members.list(owner)).map(({ email }) => email).sort()).toEqual([owner.accountEmail, 'stays@org.example'].sort());
    expect(await codeOf(stage.sessions.authenticate(goes.cookieValue))).toBe('auth.unauthenticated');
    expect(await codeOf(decide(stays.actor, 'remove'))).toBe('review.closed');
    expect(reviewCsv(await stage.reviews.items(owner, id))).toContain(`"remove","'=left the team"`);
    expect(await codeOf(stage.reviews.start(owner, { name: 'x', dueAt: dateFrom(stage.clock.now()) }))).toBe('review.due_malformed');
  });

  it('of acme is out of reach for globex', async () => {
    const [acme, globex] = [await newOwner(), await newOwner()];
    const { id } = await stage.reviews.start(acme, { name: 'Ours', dueAt: dateFrom(stage.clock.now() + DAY) });
    expect(await stage.reviews.list(globex)).toEqual([]);
    const tries = [stage.reviews.items(globex, id), stage.reviews.close(globex, id), stage.reviews.decide(globex, id, idOf(acme), 'remove')];
    expect(new Set(await Promise.all(tries.map(codeOf)))).toEqual(new Set(['review.not_found']));
  });
});

describe('switching the organisation', () => {
  it('gives a new token in the other, and ends the old one', async () => {
    const acme = await newOwner();
    const guest = await stage.signedUp('both@org.example', 'home');
    await invite(acme, 'both@org.example', 'responder');
    const there = await stage.door.accept((await stage.letterTo('both@org.example')).token, { actor: guest.actor }, visit);
    expect((await stage.tenancies.mine(there.actor)).map(({ name, role }) => [name, role])).toEqual([[acme.tenantName, 'responder'], ['home', 'owner']]);
    stage.clock.advance(HOUR / 2);
    const back = await stage.tenancies.switchTo(there.actor, guest.actor.tenantId);
    expect(back.actor).toMatchObject({ tenantName: 'home', role: 'owner' });
    expect(back.expiresAt).toBe(there.expiresAt);
    expect(await codeOf(stage.sessions.authenticate(there.cookieValue))).toBe('auth.unauthenticated');
    expect((await stage.sessions.authenticate(back.cookieValue)).tenantId).toBe(guest.actor.tenantId);
    expect(await codeOf(stage.tenancies.switchTo(there.actor, guest.actor.tenantId))).toBe('auth.unauthenticated');
    expect(sessionOf(await stage.accounts.logIn({ email: 'both@org.example', password: goodPassword }, visit)).actor.tenantName).toBe('home');
  });

  it('happens by itself at sign-in, when one was removed from where one worked last', async () => {
    const acme = await newOwner();
    const guest = await stage.signedUp('removed@org.example', 'theirs');
    await invite(acme, 'removed@org.example');
    const there = await stage.door.accept((await stage.letterTo('removed@org.example')).token, { actor: guest.actor }, visit);
    await stage.members.remove(acme, idOf(there.actor));
    expect(sessionOf(await stage.accounts.logIn({ email: 'removed@org.example', password: goodPassword }, visit)).actor.tenantName).toBe('theirs');
  });

  it('leads into no organisation that one does not belong to', async () => {
    const [acme, globex] = [await newOwner(), await stage.signedUp('eve@globex.example', 'globex')];
    expect(await codeOf(stage.tenancies.switchTo(globex.actor, acme.tenantId))).toBe('tenant.not_found');
    expect(await codeOf(stage.tenancies.switchTo(globex.actor, 'nonsense'))).toBe('tenant.not_found');
    expect(await codeOf(stage.sessions.authenticate(globex.cookieValue))).toBe('done');
  });
});

it('who signs up is in the record from the first day', async () => {
  const owner = await newOwner();
  expect(await stage.report.on(owner, { day: today() })).toMatchObject([{ accountId: idOf(owner), roleName: 'Owner', isMember: true }]);
});
