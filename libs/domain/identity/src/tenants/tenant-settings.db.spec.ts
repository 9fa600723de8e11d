import { Actor } from '../actor/actor';
import { openStage, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import { TenantSettings } from './tenant-settings';
import type { SettingsChange } from './tenant-settings';

const MINUTE = 60_000;
let stage: Stage;
let settings: TenantSettings;
let number = 0;
beforeAll(async () => {
  stage = await openStage();
  settings = new TenantSettings({ ...stage.db, clock: stage.clock });
});
afterAll(() => stage?.close());

const signedUp = () => stage.signedUp(`owner${++number}@acme.example`, 'acme');
const withFactor = (actor: Actor) => stage.sessions.rotate(actor, ['passkey']);

describe('the settings of an organisation', () => {
  it('are changed one by one, and the audit log says from what to what', async () => {
    const { actor } = await signedUp();
    expect(await settings.read(actor)).toMatchObject({ name: 'acme', region: 'eu', mfaRequired: false, idleMinutes: 60, sessionMinutes: 1440, keyDays: 365, regionChangeable: true });
    const changed = await settings.change(actor, { name: '  Acme   Ltd ', region: 'us-east-1', keyDays: 90 });
    expect(changed).toMatchObject({ name: 'Acme Ltd', region: 'us-east-1', keyDays: 90, idleMinutes: 60 });
    await settings.change(actor, { keyDays: 90, idleMinutes: null });
    const rows = await stage.db.database.tenant(actor, (tx) => tx.sql<{ facts: object }>`select facts from audit_entries where action = 'tenant.settings_changed' order by facts ->> 'field'`);
    expect(rows.map(({ facts }) => facts)).toEqual([
      { field: 'keyDays', from: 365, to: 90 },
      { field: 'name', from: 'acme', to: 'Acme Ltd' },
      { field: 'region', from: 'eu', to: 'us-east-1' },
    ]);
  });

  it.each<[SettingsChange, string]>([
    [{ name: ' ' }, 'organisation.malformed'],
    [{ region: 'EU' }, 'tenant.region_malformed'],
    [{ region: "eu'; drop table tenants; --" }, 'tenant.region_malformed'],
    [{ idleMinutes: 61 }, 'tenant.idle_malformed'],
    [{ idleMinutes: 4 }, 'tenant.idle_malformed'],
    [{ idleMinutes: 0 }, 'tenant.idle_malformed'],
    [{ sessionMinutes: 1441 }, 'tenant.session_malformed'],
    [{ sessionMinutes: 14 }, 'tenant.session_malformed'],
    [{ keyDays: 366 }, 'tenant.key_days_malformed'],
    [{ keyDays: 1.5 }, 'tenant.key_days_malformed'],
    [{ mfaRequired: true }, 'tenant.factor_first'],
  ])('refuse %j with %s, and nothing has changed', async (change, code) => {
    const { actor } = await signedUp();
    const before = await settings.read(actor);
    await expect(settings.change(actor, { keyDays: 7, ...change })).rejects.toMatchObject({ code });
    expect(await settings.read(actor)).toEqual(before);
  });

  it('keep the region once there are events', async () => {
    const { actor } = await signedUp();
    await stage.db.database.tenant(actor, (tx) => tx.sql`insert into ingest_days (source, day, stored) values ('vedette', current_date, 1)`);
    expect((await settings.read(actor)).regionChangeable).toBe(true);
    await stage.db.database.tenant(actor, (tx) => tx.sql`insert into ingest_days (source, day, stored) values ('web', current_date, 1)`);
    expect((await settings.read(actor)).regionChangeable).toBe(false);
    await expect(settings.change(actor, { region: 'us' })).rejects.toMatchObject({ code: 'tenant.region_fixed' });
    expect((await settings.change(actor, { region: 'eu', keyDays: 30 })).keyDays).toBe(30);
  });

  it('shorten the sessions that are open, by the same measure', async () => {
    const { actor, cookieValue } = await signedUp();
    const member = await stage.joined(actor, `ann${number}@acme.example`, 'viewer');
    const elsewhere = await signedUp();
    stage.clock.advance(4 * MINUTE);
    await settings.change(actor, { idleMinutes: 5, sessionMinutes: 15 });
    stage.clock.advance(2 * MINUTE);
    // Signed in six minutes ago and not seen since: five idle ones are too many.
    await expect(stage.sessions.authenticate(member.cookieValue)).rejects.toMatchObject({ code: 'auth.unauthenticated' });
    await expect(stage.sessions.authenticate(cookieValue)).rejects.toMatchObject({ code: 'auth.unauthenticated' });
    const again = await stage.accounts.logIn({ email: `ann${number - 1}@acme.example`, password: 'velvet anchor drifts at noon' }, visit);
    if (!('session' in again)) throw new Error('no session');
    expect(again.session.expiresAt).toBe(stage.clock.now() + 15 * MINUTE);
    expect((await stage.sessions.authenticate(elsewhere.cookieValue)).expiresAt).toBeGreaterThan(stage.clock.now() + 50 * MINUTE);
  });

  it('may demand a second factor, which counts at once for who lacks it', async () => {
    const owner = await signedUp();
    const ann = await stage.joined(owner.actor, `ann${number}@acme.example`, 'analyst');
    const proven = await withFactor(owner.actor);
    expect((await settings.change(proven.actor, { mfaRequired: true })).withoutFactor).toBe(2);
    const now = await stage.sessions.authenticate(ann.cookieValue);
    expect(now).toMatchObject({ factorRequired: true });
    expect(now.permissions.size).toBe(0);
    expect(await stage.sessions.isLive(ann.actor)).toBe(false);
    await expect(settings.read(now)).rejects.toMatchObject({ code: 'auth.factor_required' });
  });

  it('want a fresh proof, and a role that holds them', async () => {
    const { actor } = await signedUp();
    const admin = await stage.joined(actor, `admin${number}@acme.example`, 'admin');
    await expect(settings.read(admin.actor)).rejects.toMatchObject({ code: 'auth.forbidden' });
    await expect(settings.change(admin.actor, { keyDays: 1 })).rejects.toMatchObject({ code: 'auth.forbidden' });
    stage.clock.advance(6 * MINUTE);
    await expect(settings.change(actor, { keyDays: 1 })).rejects.toMatchObject({ code: 'auth.step_up' });
  });
});

describe('globex', () => {
  it("neither reads nor changes acme's", async () => {
    const acme = await signedUp();
    const globex = await stage.signedUp(`owner${number}@globex.example`, 'globex');
    const before = await settings.read(acme.actor);
    await settings.change(globex.actor, { name: 'Mine', keyDays: 1, sessionMinutes: 15 });
    expect(await settings.read(acme.actor)).toEqual(before);
    expect((await stage.sessions.authenticate(acme.cookieValue)).expiresAt).toBeGreaterThan(stage.clock.now() + 50 * MINUTE);
    expect(await stage.audits(acme.actor)).not.toContain('tenant.settings_changed');
  });
});
