import { randomBytes } from 'node:crypto';
import type { Actor } from '../actor/actor';
import { permissions } from '../actor/permissions';
import { openStage, pepper, sessionOf, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import { ApiKeys } from './api-keys';
import { formatKey, newKeyParts, parseKey } from './key-format';

const DAY = 24 * 3_600_000;
let stage: Stage;
let owner: Actor;
let people = 0;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
beforeEach(async () => {
  owner = (await stage.signedUp(`owner${++people}@acme.example`, 'acme')).actor;
});

const ingest = { name: 'shipper', scopes: ['event:write'] };
const refusedAs = (secret: string, code: string) => expect(stage.apiKeys.authenticate(secret, visit.address)).rejects.toMatchObject({ code, refusalClass: 'unauthenticated' });
const setRole = (role: string) => stage.db.adminSql`update members set role = ${role} where tenant_id = ${owner.tenantId}`;
const withPeppers = (...peppers: { id: string; secret: Buffer }[]) =>
  new ApiKeys({ directory: stage.directory, database: stage.db.database, clock: stage.clock, peppers, environment: 'dev' });

describe('an API key', () => {
  it('is shown once, stored as a keyed hash, and stands for its tenant with its scopes', async () => {
    const { key, secret } = await stage.apiKeys.create(owner, ingest);
    const actor = await stage.apiKeys.authenticate(secret, visit.address);
    expect(actor).toMatchObject({ tenantId: owner.tenantId, tenantName: 'acme', principal: `key:${key.id}`, apiKeyId: key.id });
    expect([...actor.permissions]).toEqual(['event:write']);
    const [row] = await stage.db.adminSql`select * from api_keys where id = ${key.id}`;
    expect(JSON.stringify(row)).not.toContain(parseKey(secret)?.secret);
    const [listed] = await stage.apiKeys.list(owner);
    expect(listed).toMatchObject({ id: key.id, name: 'shipper', hint: secret.split('_').slice(0, 3).join('_'), revokedAt: null });
    expect(JSON.stringify(listed)).not.toContain(parseKey(secret)?.secret);
    expect(await stage.audits(owner)).toContain('api-key.created');
  });

  it('lasts 90 days unless told, 365 at most, and gives notice before it ends', async () => {
    const { key } = await stage.apiKeys.create(owner, ingest);
    expect(key.expiresAt.getTime() - stage.clock.now()).toBe(90 * DAY);
    const long = await stage.apiKeys.create(owner, { ...ingest, expiresInDays: 365 });
    expect(long.key.expiresAt.getTime() - stage.clock.now()).toBe(365 * DAY);
    for (const expiresInDays of [0, 366, 1.5, Number.NaN]) {
      await expect(stage.apiKeys.create(owner, { ...ingest, expiresInDays })).rejects.toMatchObject({ code: 'key.expiry_malformed' });
    }
    stage.clock.advance(76 * DAY);
    const soon = await stage.apiKeys.list(owner);
    expect(soon.find(({ id }) => id === key.id)?.expiresSoon).toBe(true);
    expect(soon.find(({ id }) => id === long.key.id)?.expiresSoon).toBe(false);
  });

  it('answers key.expired when its time is over', async () => {
    const { secret } = await stage.apiKeys.create(owner, { ...ingest, expiresInDays: 1 });
    const actor = await stage.apiKeys.authenticate(secret, visit.address);
    stage.clock.advance(DAY);
    await refusedAs(secret, 'key.expired');
    expect(await stage.sessions.isLive(actor)).toBe(false);
  });

  it('is over for request and socket at once when revoked, and that is announced and audited', async () => {
    const { key, secret } = await stage.apiKeys.create(owner, ingest);
    const actor = await stage.apiKeys.authenticate(secret, visit.address);
    expect(await stage.sessions.isLive(actor)).toBe(true);
    const revoked = await stage.apiKeys.revoke(owner, key.id);
    expect(revoked.revokedAt?.getTime()).toBe(stage.clock.now());
    await refusedAs(secret, 'key.revoked');
    expect(await stage.sessions.isLive(actor)).toBe(false);
    await stage.apiKeys.revoke(owner, key.id);
    const announced = await stage.db.adminSql`select name, payload from outbox where tenant_id = ${owner.tenantId}`;
    expect(announced).toEqual([{ name: 'identity.access-changed', payload: { apiKeyId: key.id } }]);
    expect((await stage.audits(owner)).filter((action) => action === 'api-key.revoked')).toHaveLength(1);
  });

  it('holds no more than its maker, when it is made', async () => {
    await expect(stage.apiKeys.create(owner, { name: 'x', scopes: ['event:write', 'no:such'] })).rejects.toMatchObject({ code: 'key.scope_unknown' });
    await expect(stage.apiKeys.create(owner, { name: 'x', scopes: [] })).rejects.toMatchObject({ code: 'key.scope_unknown' });
    await expect(stage.apiKeys.create(owner, { name: '\u202e', scopes: ['event:write'] })).rejects.toMatchObject({ code: 'key.name_malformed' });
    await setRole('analyst');
    const session = sessionOf(await stage.accounts.logIn({ email: owner.accountEmail ?? '', password: 'velvet anchor drifts at noon' }, visit));
    await expect(stage.apiKeys.create(session.actor, ingest)).rejects.toMatchObject({ code: 'auth.forbidden' });
  });

  it('holds no more than its maker, whenever it is used', async () => {
    const { secret } = await stage.apiKeys.create(owner, { name: 'all', scopes: permissions });
    expect((await stage.apiKeys.authenticate(secret, visit.address)).may('event:write')).toBe(true);
    await setRole('viewer');
    expect([...(await stage.apiKeys.authenticate(secret, visit.address)).permissions]).toEqual(['alert:read', 'hunt:read', 'rule:read', 'source:read']);
  });

  it.each([
    ['left', () => stage.db.adminSql`delete from members where tenant_id = ${owner.tenantId}`],
    ['been disabled', () => stage.db.adminSql`update accounts set disabled_at = now() where email = ${owner.accountEmail ?? ''}`],
  ])('is disabled when its maker has %s', async (_, leave) => {
    const { secret } = await stage.apiKeys.create(owner, ingest);
    const actor = await stage.apiKeys.authenticate(secret, visit.address);
    await leave();
    await refusedAs(secret, 'key.revoked');
    expect(await stage.sessions.isLive(actor)).toBe(false);
  });

  it('makes no further keys', async () => {
    const { secret } = await stage.apiKeys.create(owner, { name: 'all', scopes: permissions });
    const actor = await stage.apiKeys.authenticate(secret, visit.address);
    await expect(stage.apiKeys.create(actor, ingest)).rejects.toMatchObject({ code: 'auth.forbidden' });
  });

  it('belongs to its actor: a tenant or maker in the request changes nothing', async () => {
    const other = await stage.signedUp(`other${people}@globex.example`, 'globex');
    const request = { ...ingest, createdBy: other.actor.principal, userId: other.actor.principal, tenantId: other.actor.tenantId };
    const { secret } = await stage.apiKeys.create(owner, request);
    expect((await stage.apiKeys.authenticate(secret, visit.address)).tenantId).toBe(owner.tenantId);
    expect(await stage.apiKeys.list(other.actor)).toEqual([]);
  });

  it('still works after its pepper was rotated, and moves to the new one with its use', async () => {
    const next = { id: 'p2', secret: randomBytes(32) };
    const { key, secret } = await stage.apiKeys.create(owner, ingest);
    await withPeppers(next, pepper).authenticate(secret, visit.address);
    const [row] = await stage.db.adminSql`select pepper_id from api_keys where id = ${key.id}`;
    expect(row).toEqual({ pepper_id: 'p2' });
    await withPeppers(next).authenticate(secret, visit.address);
    await refusedAs(secret, 'key.unknown');
  });

  it('is seen to be used, to the hour and once an hour', async () => {
    const { secret } = await stage.apiKeys.create(owner, ingest);
    stage.clock.set(Math.ceil(stage.clock.now() / 3_600_000) * 3_600_000 + 1);
    stage.taken();
    await stage.apiKeys.authenticate(secret, visit.address);
    stage.clock.advance(59 * 60_000);
    await stage.apiKeys.authenticate(secret, visit.address);
    expect(stage.taken()).toEqual(['api_key_by_public_id', 'touch_api_key', 'api_key_by_public_id']);
    const [listed] = await stage.apiKeys.list(owner);
    expect(listed?.lastUsedAt?.getTime()).toBe(Math.floor(stage.clock.now() / 3_600_000) * 3_600_000);
  });

  it('tells who does not know the secret nothing', async () => {
    const { key, secret } = await stage.apiKeys.create(owner, ingest);
    const parts = parseKey(secret);
    const guess = formatKey({ ...newKeyParts('dev'), publicId: parts?.publicId ?? '' });
    await refusedAs(guess, 'key.unknown');
    await stage.apiKeys.revoke(owner, key.id);
    await refusedAs(guess, 'key.unknown');
    await refusedAs(formatKey(newKeyParts('dev')), 'key.unknown');
    await refusedAs('', 'key.unknown');
  });

  it('is never a JSON Web Token', async () => {
    await refusedAs('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJvd25lciJ9.c2lnbmF0dXJl', 'auth.jwt_refused');
  });

  it('is one of a hundred live ones at most', async () => {
    await stage.db.adminSql`insert into api_keys (tenant_id, id, public_id, name, scopes, secret_hash, pepper_id, created_by, expires_at)
      select ${owner.tenantId}, gen_random_uuid(), substr(md5(n::text || ${owner.tenantId}), 1, 12), 'k', '{}', '', 'p1', gen_random_uuid(), now() + interval '3000 days'
      from generate_series(1, 100) n`;
    await expect(stage.apiKeys.create(owner, ingest)).rejects.toMatchObject({ code: 'key.too_many' });
  });
});

describe('globex', () => {
  it("cannot list, get or change acme's keys", async () => {
    const { key } = await stage.apiKeys.create(owner, ingest);
    const globex = (await stage.signedUp(`eve${people}@globex.example`, 'globex')).actor;
    expect(await stage.apiKeys.list(globex)).toEqual([]);
    await expect(stage.apiKeys.revoke(globex, key.id)).rejects.toMatchObject({ code: 'key.not_found' });
    await expect(stage.apiKeys.revoke(globex, 'nonsense')).rejects.toMatchObject({ code: 'key.not_found' });
    const [kept] = await stage.apiKeys.list(owner);
    expect(kept).toMatchObject({ id: key.id, revokedAt: null });
  });
});
