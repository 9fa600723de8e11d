import { Actor } from '../actor/actor';
import { openStage } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import { hashSessionToken } from './new-session';
import { newOpaqueToken } from './opaque-token';

const MINUTE = 60_000;
let stage: Stage;
let organisations = 0;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const signedUp = (email = `ada${++organisations}@acme.example`) => stage.signedUp(email, 'acme');
const refused = (cookieValue: string) => expect(stage.sessions.authenticate(cookieValue)).rejects;

describe('a session', () => {
  it('is stored as a hash alone', async () => {
    const { cookieValue, actor } = await signedUp();
    const [row] = await stage.db.adminSql<{ token_hash: Buffer }>`select * from sessions where id = ${actor.sessionId ?? ''}`;
    expect(row?.token_hash).toEqual(hashSessionToken(cookieValue));
    expect(JSON.stringify(row)).not.toContain(cookieValue);
  });

  it('ends after an idle hour, and each request begins the hour anew', async () => {
    const { cookieValue, actor } = await signedUp();
    for (let round = 0; round < 3; round += 1) {
      stage.clock.advance(50 * MINUTE);
      const { expiresAt } = await stage.sessions.authenticate(cookieValue);
      expect(expiresAt).toBe(stage.clock.now() + 60 * MINUTE);
    }
    expect(await stage.sessions.isLive(actor)).toBe(true);
    stage.clock.advance(60 * MINUTE);
    expect(await stage.sessions.isLive(actor)).toBe(false);
    await refused(cookieValue).toMatchObject({ code: 'auth.unauthenticated' });
  });

  it('is not kept awake by an open socket', async () => {
    const { actor } = await signedUp();
    stage.clock.advance(59 * MINUTE);
    expect(await stage.sessions.isLive(actor)).toBe(true);
    stage.clock.advance(MINUTE);
    expect(await stage.sessions.isLive(actor)).toBe(false);
  });

  it('ends after a day however busy', async () => {
    const { cookieValue } = await signedUp();
    for (let hours = 0; hours < 23.5; hours += 0.5) {
      stage.clock.advance(30 * MINUTE);
      await stage.sessions.authenticate(cookieValue);
    }
    stage.clock.advance(30 * MINUTE);
    await refused(cookieValue).toMatchObject({ code: 'auth.unauthenticated' });
  });

  it('is over for request and socket at once when its owner logs out, and that is announced and audited', async () => {
    const { cookieValue, actor } = await signedUp();
    await stage.accounts.logOut(actor);
    await refused(cookieValue).toMatchObject({ code: 'auth.unauthenticated' });
    expect(await stage.sessions.isLive(actor)).toBe(false);
    expect(await stage.audits(actor)).toContain('session.closed');
    const announced = await stage.db.adminSql`select name, payload from outbox where tenant_id = ${actor.tenantId}`;
    expect(announced).toEqual([{ name: 'identity.access-changed', payload: { sessionId: actor.sessionId } }]);
    await expect(stage.accounts.logOut(actor)).resolves.toBeUndefined();
  });

  it('follows the member: a new role counts at once, and removal ends it', async () => {
    const { cookieValue, actor } = await signedUp();
    await stage.db.adminSql`update members set role = 'viewer' where tenant_id = ${actor.tenantId}`;
    const asViewer = await stage.sessions.authenticate(cookieValue);
    expect(asViewer.may('alert:read')).toBe(true);
    expect(asViewer.may('alert:write')).toBe(false);
    // A socket opened as owner would go on as owner.
    expect(await stage.sessions.isLive(actor)).toBe(false);
    expect(await stage.sessions.isLive(asViewer)).toBe(true);
    await stage.db.adminSql`delete from members where tenant_id = ${actor.tenantId}`;
    await refused(cookieValue).toMatchObject({ code: 'auth.unauthenticated' });
    expect(await stage.sessions.isLive(actor)).toBe(false);
  });

  it.each([
    ['disabled', (actor: Actor) => stage.db.adminSql`update accounts set disabled_at = now() where email = ${actor.accountEmail ?? ''}`],
    ['suspended', (actor: Actor) => stage.db.adminSql`update tenants set state = 'suspended' where id = ${actor.tenantId}`],
  ])('does not survive that its account or tenant is %s', async (_, end) => {
    const { cookieValue, actor } = await signedUp();
    await end(actor);
    await refused(cookieValue).toMatchObject({ code: 'auth.unauthenticated' });
    expect(await stage.sessions.isLive(actor)).toBe(false);
  });

  it('rotates: the old token dies, the latest end stays', async () => {
    const { cookieValue, actor, expiresAt } = await signedUp();
    stage.clock.advance(10 * MINUTE);
    const rotated = await stage.sessions.rotate(actor);
    await refused(cookieValue).toMatchObject({ code: 'auth.unauthenticated' });
    expect((await stage.sessions.authenticate(rotated.cookieValue)).principal).toBe(actor.principal);
    expect(rotated.expiresAt).toBe(expiresAt);
    await expect(stage.sessions.rotate(actor)).rejects.toMatchObject({ code: 'auth.unauthenticated' });
  });

  it('rotated fifty times at once yields one token', async () => {
    const { actor } = await signedUp();
    const all = await Promise.allSettled(Array.from({ length: 50 }, () => stage.sessions.rotate(actor)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each(['', 'x', newOpaqueToken(), `${newOpaqueToken()}=`, "' or 1=1 --"])('is not opened by %j', async (value) => {
    await refused(value).toMatchObject({ code: 'auth.unauthenticated' });
  });

  it('is not opened by a JSON Web Token', async () => {
    await refused('eyJhbGciOiJub25lIn0.eyJzdWIiOiJvd25lciJ9.').toMatchObject({ code: 'auth.jwt_refused' });
  });

  it('whose token happens to begin as one does is not taken for it', async () => {
    const { actor } = await signedUp();
    const value = `eyJ${newOpaqueToken().slice(3)}`;
    await stage.db.adminSql`update sessions set token_hash = ${hashSessionToken(value)} where id = ${actor.sessionId ?? ''}`;
    expect((await stage.sessions.authenticate(value)).sessionId).toBe(actor.sessionId);
  });

  it('is asked after by many sockets in one statement', async () => {
    const { actor } = await signedUp();
    const gone = Actor.of({ ...actor, sessionId: undefined, apiKeyId: undefined });
    stage.taken();
    const answers = await Promise.all([...Array.from({ length: 99 }, () => actor), gone].map((one) => stage.sessions.isLive(one)));
    expect(answers.filter(Boolean)).toHaveLength(99);
    expect(stage.taken()).toEqual(['live_among']);
  });

  it('leaves the table a day after its end', async () => {
    const { actor } = await signedUp();
    stage.clock.advance(49 * 60 * MINUTE);
    const gone = await stage.sessions.purge();
    expect(gone.sessions).toBeGreaterThan(0);
    expect(await stage.db.adminSql`select from sessions where id = ${actor.sessionId ?? ''}`).toEqual([]);
  });
});

describe('globex', () => {
  it("cannot end acme's session, nor see its audit rows", async () => {
    const acme = await signedUp();
    const globex = await stage.signedUp('eve@globex.example', 'globex');
    await stage.accounts.logOut(Actor.of({ ...globex.actor, sessionId: acme.actor.sessionId }));
    expect(await stage.sessions.isLive(acme.actor)).toBe(true);
    const audits = await stage.db.database.tenant(globex.actor, (tx) => tx.sql`select from audit_entries where tenant_id = ${acme.actor.tenantId}`);
    expect(audits).toEqual([]);
  });

  it('reaches accounts, sessions and artefacts through no door of its own', async () => {
    const { actor } = await stage.signedUp('mallory@globex.example', 'globex');
    const attempt = (work: Parameters<typeof stage.db.database.tenant<unknown>>[1]) => stage.db.database.tenant(actor, work);
    const denied = { code: '42501' };
    await expect(attempt((tx) => tx.sql`select from accounts`)).rejects.toMatchObject(denied);
    await expect(attempt((tx) => tx.sql`select from sessions`)).rejects.toMatchObject(denied);
    await expect(attempt((tx) => tx.sql`select from one_time_artefacts`)).rejects.toMatchObject(denied);
    await expect(attempt((tx) => tx.sql`select from tenants`)).rejects.toMatchObject(denied);
    await expect(attempt((tx) => tx.sql`select from directory.credentials_of('ada@acme.example')`)).rejects.toMatchObject(denied);
  });
});
