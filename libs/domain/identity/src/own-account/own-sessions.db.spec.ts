import type { NewSession } from '../sessions/new-session';
import type { Visit } from '../sessions/visit';
import { goodPassword, openStage, sessionOf, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const otherPassword = 'copper meadow sleeps at dawn';
const HOUR = 3_600_000;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const logIn = async (email: string, password = goodPassword, from: Visit = visit) => sessionOf(await stage.accounts.logIn({ email, password }, from));
const isAlive = async ({ cookieValue }: NewSession) => (await codeOf(stage.sessions.authenticate(cookieValue))) === 'done';
let people = 0;
async function person(): Promise<NewSession & { email: string }> {
  const email = `person${(people += 1)}@own.example`;
  return { ...(await stage.signedUp(email, `own${people}`)), email };
}

describe('a browser', () => {
  const firefox: Visit = { address: '198.51.100.9', userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' };

  it('that signs up is known from then on; a new one is told of with time, browser, address and a way out', async () => {
    const me = await person();
    expect(me.deviceToken).toHaveLength(43);
    const letters = async () => (await stage.lettersTo(me.email)).filter(({ subject }) => subject === 'A new sign-in to your account');
    await logIn(me.email, goodPassword, { ...visit, deviceToken: me.deviceToken });
    expect(await letters()).toEqual([]);
    stage.signInEvents.length = 0;
    const there = await logIn(me.email, goodPassword, firefox);
    const [letter] = await letters();
    expect(letter?.text).toContain(`When      ${stage.clock.date().toISOString().slice(0, 16).replace('T', ' ')} UTC`);
    expect(letter?.text).toContain('Browser   Firefox on Linux');
    expect(letter?.text).toContain('Address   198.51.100.9');
    expect(stage.signInEvents.map(({ kind }) => kind)).toEqual(['sign-in.succeeded', 'sign-in.new-device']);
    await logIn(me.email, goodPassword, { ...firefox, deviceToken: there.deviceToken });
    expect(await letters()).toHaveLength(1);
  });

  it('that two people use is known to both, and neither learns of the other', async () => {
    const [ada, eve] = [await person(), await person()];
    const eves = await logIn(eve.email, goodPassword, { ...visit, deviceToken: ada.deviceToken });
    expect(eves.deviceToken?.split('.')).toHaveLength(2);
    const again = await logIn(ada.email, goodPassword, { ...visit, deviceToken: eves.deviceToken });
    expect(again.deviceToken).toBe(eves.deviceToken);
    expect((await stage.lettersTo(ada.email)).map(({ subject }) => subject)).toEqual(['Confirm your address']);
    expect(await stage.ownSessions.devices(again.actor)).toHaveLength(1);
  });

  it('is known by no token that was made up or belongs to another account', async () => {
    const [ada, eve] = [await person(), await person()];
    for (const deviceToken of [eve.deviceToken, 'A'.repeat(43), 'x', `${'A'.repeat(43)}.`.repeat(1000)]) {
      expect(await stage.accounts.knownDevice(ada.email, { ...visit, deviceToken })).toBeUndefined();
    }
    expect(await stage.accounts.knownDevice(ada.email, { ...visit, deviceToken: ada.deviceToken })).toBeDefined();
    expect(await stage.accounts.knownDevice('nobody@own.example', { ...visit, deviceToken: ada.deviceToken })).toBeUndefined();
  });

  it('that was not me: its sessions end, it is new again, and a letter leads to a new password', async () => {
    const me = await person();
    const thief = await logIn(me.email, goodPassword, firefox);
    const [{ token } = { token: '' }] = await stage.lettersTo(me.email);
    await stage.reset.disown(token);
    expect(await Promise.all([me, thief].map(isAlive))).toEqual([true, false]);
    expect((await stage.ownSessions.devices(me.actor)).map(({ browser }) => browser)).toEqual(['An unknown browser']);
    const letter = await stage.letterTo(me.email);
    expect(letter.subject).toBe('Set a new password');
    expect(await codeOf(stage.reset.disown(token))).toBe('token.invalid');
    expect(await codeOf(stage.reset.use(letter.token, otherPassword, visit))).toBe('done');
    expect(await stage.accounts.knownDevice(me.email, { ...firefox, deviceToken: thief.deviceToken })).toBeUndefined();
  });

  it('that is forgotten is told of when it comes back; nobody forgets another’s', async () => {
    const [me, eve] = [await person(), await person()];
    const there = await logIn(me.email, goodPassword, firefox);
    const device = (await stage.ownSessions.devices(me.actor)).find(({ browser }) => browser === 'Firefox on Linux');
    expect(await codeOf(stage.ownSessions.forget(eve.actor, device?.id ?? ''))).toBe('device.not_found');
    await stage.ownSessions.forget(me.actor, device?.id ?? '');
    expect(await isAlive(there)).toBe(false);
    expect(await codeOf(stage.ownSessions.forget(me.actor, device?.id ?? ''))).toBe('device.not_found');
    await logIn(me.email, goodPassword, { ...firefox, deviceToken: there.deviceToken });
    expect((await stage.lettersTo(me.email)).filter(({ subject }) => subject === 'A new sign-in to your account')).toHaveLength(2);
  });

  it('goes along with the session to another organisation, and under a new token', async () => {
    const me = await person();
    const rotated = await stage.sessions.rotate(me.actor);
    expect(await stage.ownSessions.devices(rotated.actor)).toMatchObject([{ current: true }]);
  });
});

describe('one’s own sessions', () => {
  it('are listed over all organisations, and each ends alone', async () => {
    const owner = await person();
    const me = await person();
    await stage.invitations.invite(owner.actor, { email: me.email, role: { role: 'viewer' } });
    const there = await stage.door.accept((await stage.letterTo(me.email)).token, { actor: me.actor }, visit);
    const mine = await stage.ownSessions.list(me.actor);
    expect(mine.map(({ tenantName, current }) => [tenantName, current]).sort()).toEqual([[owner.actor.tenantName, false], [me.actor.tenantName, true]].sort());
    expect(mine[0]).toMatchObject({ browser: 'An unknown browser', address: '192.0.2.7' });
    expect(await codeOf(stage.ownSessions.end(owner.actor, there.actor.sessionId ?? ''))).toBe('session.not_found');
    await stage.ownSessions.end(me.actor, there.actor.sessionId ?? '');
    expect(await Promise.all([me, there].map(isAlive))).toEqual([true, false]);
    const announced = await stage.db.adminSql<{ payload: unknown }>`select payload from outbox where tenant_id = ${owner.actor.tenantId} and name = 'identity.access-changed'`;
    expect(announced.map(({ payload }) => payload)).toContainEqual({ sessionId: there.actor.sessionId });
    expect(await codeOf(stage.ownSessions.end(me.actor, there.actor.sessionId ?? ''))).toBe('session.not_found');
    expect(await codeOf(stage.ownSessions.end(me.actor, 'nonsense'))).toBe('session.not_found');
  });

  it('end all but one, or all', async () => {
    const me = await person();
    const [one, two] = [await logIn(me.email), await logIn(me.email)];
    await stage.ownSessions.endOthers(one.actor);
    expect(await Promise.all([me, one, two].map(isAlive))).toEqual([false, true, false]);
    await stage.ownSessions.endAll(one.actor);
    expect(await isAlive(one)).toBe(false);
  });

  it('of acme’s people are seen, ended and forgotten by nobody of globex', async () => {
    const [acme, globex] = [await person(), await person()];
    const [session] = await stage.ownSessions.list(acme.actor);
    expect((await stage.ownSessions.list(globex.actor)).map(({ id }) => id)).not.toContain(session?.id);
    expect(await codeOf(stage.ownSessions.end(globex.actor, session?.id ?? ''))).toBe('session.not_found');
    expect(await codeOf(stage.ownSessions.endOfMember(globex.actor, acme.actor.accountId ?? ''))).toBe('member.not_found');
    await stage.ownSessions.endAll(globex.actor);
    expect(await isAlive(acme)).toBe(true);
    expect(await stage.ownEmail.pending(globex.actor)).toBeNull();
  });
});

describe('a member’s sessions', () => {
  it('are ended by an admin in this organisation alone, and not an owner’s', async () => {
    const owner = await person();
    const admin = await stage.joined(owner.actor, 'admin@member.example', 'admin');
    const guest = await person();
    await stage.invitations.invite(owner.actor, { email: guest.email, role: { role: 'viewer' } });
    const there = await stage.door.accept((await stage.letterTo(guest.email)).token, { actor: guest.actor }, visit);
    await stage.ownSessions.endOfMember(admin.actor, guest.actor.accountId ?? '');
    expect(await Promise.all([guest, there].map(isAlive))).toEqual([true, false]);
    expect(await codeOf(stage.ownSessions.endOfMember(admin.actor, owner.actor.accountId ?? ''))).toBe('member.owner_only');
    const viewer = await stage.joined(owner.actor, 'viewer@member.example', 'viewer');
    expect(await codeOf(stage.ownSessions.endOfMember(viewer.actor, admin.actor.accountId ?? ''))).toBe('auth.forbidden');
    expect(await stage.audits(owner.actor)).toContain('member.sessions_ended');
  });
});

describe('a session policy', () => {
  it('shortens the sessions that live, in its organisation alone, and prolongs none', async () => {
    const [acme, globex] = [await person(), await person()];
    await stage.db.adminSql`update tenants set session_minutes = 60, idle_minutes = 15 where id = ${acme.actor.tenantId}`;
    expect(await stage.directory.call('apply_session_policy', acme.actor.tenantId)).toEqual([{ session_id: acme.actor.sessionId }]);
    expect(await stage.directory.call('apply_session_policy', acme.actor.tenantId)).toEqual([]);
    stage.clock.advance(16 * 60_000);
    expect(await Promise.all([acme, globex].map(isAlive))).toEqual([false, true]);
    const again = await logIn(acme.email);
    await stage.db.adminSql`update tenants set session_minutes = 1440, idle_minutes = 60 where id = ${acme.actor.tenantId}`;
    expect(await stage.directory.call('apply_session_policy', acme.actor.tenantId)).toEqual([]);
    for (let minutes = 0; minutes < 60; minutes += 10) {
      expect(await isAlive(again)).toBe(true);
      stage.clock.advance(10 * 60_000);
    }
    expect(await isAlive(again)).toBe(false);
  });
});

describe('housekeeping', () => {
  it('takes browsers that were not seen for thirteen months, and changes of address that ended', async () => {
    const me = await person();
    await stage.ownEmail.ask(me.actor, 'forgotten@own.example');
    stage.clock.advance(400 * 24 * HOUR);
    expect((await stage.sessions.purge()).devices).toBeGreaterThan(0);
    expect(await stage.db.adminSql`select from account_devices where account_id = ${me.actor.accountId ?? ''}`).toEqual([]);
    expect(await stage.db.adminSql`select from account_email_changes where account_id = ${me.actor.accountId ?? ''}`).toEqual([]);
  });

  it('is done by one process at a time', async () => {
    const me = await person();
    stage.clock.advance(49 * HOUR);
    await stage.db.adminSql`select pg_advisory_lock(hashtextextended('directory.purge', 0))`;
    expect(await stage.sessions.purge()).toEqual({ sessions: 0, artefacts: 0, devices: 0 });
    await stage.db.adminSql`select pg_advisory_unlock_all()`;
    expect(await stage.db.adminSql`select from sessions where id = ${me.actor.sessionId ?? ''}`).toHaveLength(1);
  });
});
