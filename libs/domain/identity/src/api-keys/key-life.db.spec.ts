import type { Actor } from '../actor/actor';
import { goodPassword, openStage, sessionOf, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import { formatKey, newKeyParts } from './key-format';
import type { KeyRequest } from './key-request';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let stage: Stage;
let owner: Actor;
let people = 0;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
beforeEach(async () => {
  owner = (await stage.signedUp(`owner${++people}@acme.example`, 'acme')).actor;
  stage.keyEvents.splice(0);
});

const ingest = { name: 'shipper', scopes: ['event:write'] };
const codeOf = (work: Promise<unknown>) => work.then(() => 'allowed', (error: { code?: string }) => error.code ?? String(error));
const from = (secret: string, address: string) => codeOf(stage.apiKeys.authenticate(secret, address));
const events = () => stage.keyEvents.splice(0).map(({ kind, address }) => `${kind} ${address ?? ''}`);
/** Signs in anew: what a session may do is read when it is. */
const again = async (actor: Actor) => sessionOf(await stage.accounts.logIn({ email: actor.accountEmail ?? '', password: goodPassword }, visit)).actor;

describe('the networks of a key', () => {
  it('are the only ones it works from, whatever the spelling of the address', async () => {
    const { key, secret } = await stage.apiKeys.create(owner, { ...ingest, networks: ['10.1.2.3/8', '2001:DB8::/32', '10.0.0.0/8'] });
    expect(key.networks).toEqual(['10.0.0.0/8', '2001:db8::/32']);
    expect(await from(secret, '10.9.9.9')).toBe('allowed');
    expect(await from(secret, '::ffff:10.9.9.9')).toBe('allowed');
    expect(await from(secret, '2001:db8::7')).toBe('allowed');
    for (const address of ['11.0.0.1', '2001:db9::1', '', 'unknown']) expect(await from(secret, address)).toBe('key.wrong_network');
  });

  it('are told only to who shows the right secret, and a use from elsewhere is told to the watch once a minute', async () => {
    const { secret } = await stage.apiKeys.create(owner, { ...ingest, networks: ['10.0.0.0/8'] });
    const wrong = (await stage.apiKeys.create(owner, ingest)).secret;
    const guess = formatKey({ environment: 'dev', publicId: secret.split('_')[2] ?? '', secret: (wrong.split('_')[3] ?? '').slice(0, 43) });
    expect(await from(guess, '192.0.2.7')).toBe('key.unknown');
    expect(events()).toEqual([]);
    for (let use = 0; use < 3; use += 1) await from(secret, '192.0.2.7');
    expect(events()).toEqual(['key.refused-network 192.0.2.7']);
    stage.clock.advance(61_000);
    await from(secret, '192.0.2.7');
    expect(events()).toEqual(['key.refused-network 192.0.2.7']);
  });

  it.each([[['10.0.0.0/33']], [['example.com']], [Array.from({ length: 51 }, (_, index) => `10.0.${index}.0/24`)]])('are not %s', async (networks) => {
    expect(await codeOf(stage.apiKeys.create(owner, { ...ingest, networks }))).toBe('key.networks_malformed');
  });

  it('that it was used from are kept coarsely, the first twenty, and a new one is told of once', async () => {
    const { key, secret } = await stage.apiKeys.create(owner, ingest);
    await from(secret, '192.0.2.7');
    expect(events()).toEqual([]);
    await Promise.all(Array.from({ length: 10 }, () => from(secret, '198.51.100.1')));
    expect(events()).toEqual(['key.new-network 198.51.100.1']);
    await from(secret, '192.0.2.200');
    await from(secret, '2001:db8:1:2::3');
    expect(events()).toEqual(['key.new-network 2001:db8:1:2::3']);
    for (let net = 0; net < 25; net += 1) await from(secret, `10.0.${net}.1`);
    expect(events()).toHaveLength(17);
    const seen = (await stage.apiKeys.list(owner)).find(({ id }) => id === key.id)?.seenNetworks;
    expect(seen).toHaveLength(20);
    expect(seen?.slice(0, 4)).toEqual(['192.0.2.0/24', '198.51.100.0/24', '2001:db8:1::/48', '10.0.0.0/24']);
  });
});

describe('the life of a key', () => {
  it("is at most what the tenant's policy says", async () => {
    await stage.db.adminSql`update tenants set key_days = 30 where id = ${owner.tenantId}`;
    expect(await codeOf(stage.apiKeys.create(owner, { ...ingest, expiresInDays: 31 }))).toBe('key.expiry_beyond_policy');
    const { key } = await stage.apiKeys.create(owner, ingest);
    expect(key.expiresAt.getTime() - stage.clock.now()).toBe(30 * DAY);
  });

  it('does not begin where the tenant demands a second factor that the session lacks', async () => {
    await stage.db.adminSql`update tenants set mfa_required = true where id = ${owner.tenantId}`;
    const withoutFactor = await again(owner);
    expect(withoutFactor.permissions.size).toBe(0);
    expect(await codeOf(stage.apiKeys.create(withoutFactor, ingest))).toBe('auth.factor_required');
    expect(await codeOf(stage.apiKeys.rotate(withoutFactor, owner.tenantId))).toBe('auth.factor_required');
  });

  it('ends with a reason', async () => {
    const { key } = await stage.apiKeys.create(owner, ingest);
    expect(await stage.apiKeys.revoke(owner, key.id, 'leaked')).toMatchObject({ revokedBecause: 'leaked' });
    expect(await stage.apiKeys.revoke(owner, key.id)).toMatchObject({ revokedBecause: 'leaked' });
    expect(stage.keyEvents.filter(({ kind }) => kind === 'key.leaked')).toHaveLength(1);
  });

  it('says who made it, and nobody when they have left', async () => {
    const admin = (await stage.joined(owner, `ada${people}@acme.example`, 'admin')).actor;
    const { key } = await stage.apiKeys.create(admin, ingest);
    expect(key.owner).toEqual({ accountId: admin.accountId, email: admin.accountEmail });
    await stage.members.remove(owner, admin.accountId ?? '');
    const left = (await stage.apiKeys.list(owner)).find(({ id }) => id === key.id);
    expect(left).toMatchObject({ owner: null, revokedBecause: 'owner left' });
  });
});

describe('a rotation', () => {
  const rotated = async (request: Partial<KeyRequest> = {}, hours?: number) => {
    const old = await stage.apiKeys.create(owner, { ...ingest, networks: ['10.0.0.0/8'], expiresInDays: 10, ...request });
    return { old, next: await stage.apiKeys.rotate(owner, old.key.id, hours) };
  };

  it('makes a successor with the same name, scopes, networks and owner, and both work until the overlap is over', async () => {
    const { old, next } = await rotated();
    expect(next.key).toMatchObject({ name: 'shipper', scopes: ['event:write'], networks: ['10.0.0.0/8'], owner: old.key.owner, replaces: old.key.id, revokedBecause: null });
    expect(next.key.expiresAt.getTime() - stage.clock.now()).toBe(10 * DAY);
    expect(next.replaced).toMatchObject({ id: old.key.id, revokedAt: null, revokedBecause: 'rotated' });
    expect(next.replaced.expiresAt.getTime() - stage.clock.now()).toBe(DAY);
    const socket = await stage.apiKeys.authenticate(old.secret, '10.0.0.1');
    expect(await from(next.secret, '10.0.0.1')).toBe('allowed');
    expect(await from(next.secret, '11.0.0.1')).toBe('key.wrong_network');
    stage.clock.advance(DAY);
    expect(await from(old.secret, '10.0.0.1')).toBe('key.expired');
    expect(await stage.sessions.isLive(socket)).toBe(false);
    expect(await from(next.secret, '10.0.0.1')).toBe('allowed');
  });

  it('without overlap ends the old key and its sockets at once', async () => {
    const { old, next } = await rotated({}, 0);
    expect(next.replaced).toMatchObject({ revokedBecause: 'rotated' });
    expect(await from(old.secret, '10.0.0.1')).toBe('key.revoked');
    const announced = await stage.db.adminSql`select payload from outbox where tenant_id = ${owner.tenantId} and name = 'identity.access-changed'`;
    expect(announced).toEqual([{ payload: { apiKeyId: old.key.id } }]);
  });

  it('never makes the old key last longer', async () => {
    const { next } = await rotated({ expiresInDays: 1 }, 168);
    expect(next.replaced.expiresAt.getTime() - stage.clock.now()).toBe(DAY);
  });

  it('happens once: of many at the same time, one successor is made', async () => {
    const { key } = await stage.apiKeys.create(owner, ingest);
    const all = await Promise.all(Array.from({ length: 10 }, () => codeOf(stage.apiKeys.rotate(owner, key.id))));
    expect(all.filter((code) => code === 'allowed')).toHaveLength(1);
    expect(all.filter((code) => code === 'key.rotated')).toHaveLength(9);
  });

  it('is refused for hours that are none, for a key that has ended, for a command line and for a stranger', async () => {
    const { key } = await stage.apiKeys.create(owner, ingest);
    for (const hours of [-1, 169, 1.5, Number.NaN]) expect(await codeOf(stage.apiKeys.rotate(owner, key.id, hours))).toBe('key.overlap_malformed');
    await stage.db.adminSql`update api_keys set kind = 'cli' where id = ${key.id}`;
    expect(await codeOf(stage.apiKeys.rotate(owner, key.id))).toBe('key.of_command_line');
    await stage.apiKeys.revoke(owner, key.id);
    expect(await codeOf(stage.apiKeys.rotate(owner, key.id))).toBe('key.ended');
    const globex = (await stage.signedUp(`eve${people}@globex.example`, 'globex')).actor;
    const { key: live } = await stage.apiKeys.create(owner, ingest);
    expect(await codeOf(stage.apiKeys.rotate(globex, live.id))).toBe('key.not_found');
  });

  it('hands nobody a secret of another person’s, which they would keep when they leave', async () => {
    const { key } = await stage.apiKeys.create(owner, ingest);
    const admin = (await stage.joined(owner, `ada${people}@acme.example`, 'admin')).actor;
    expect(await codeOf(stage.apiKeys.rotate(admin, key.id))).toBe('key.of_another');
  });

  it('hands nobody a secret that may do what they may not any more', async () => {
    const { key } = await stage.apiKeys.create(owner, { name: 'all', scopes: ['tenant:write', 'event:write'] });
    await stage.joined(owner, `ada${people}@acme.example`, 'owner');
    await stage.db.adminSql`update members set role = 'admin' where account_id = ${owner.accountId ?? ''}`;
    expect(await codeOf(stage.apiKeys.rotate(await again(owner), key.id))).toBe('key.scope_forbidden');
  });
});

describe('class 1 (CVE-2025-61928): an owner or tenant in the request', () => {
  it('is never read: the key is the maker’s, in their tenant, whatever else the request says', async () => {
    const victim = (await stage.signedUp(`victim${people}@globex.example`, 'globex')).actor;
    const names = ['userId', 'user_id', 'accountId', 'account_id', 'ownerId', 'owner_id', 'owner', 'createdBy', 'created_by', 'memberId', 'principal', 'actor', 'tenantId', 'tenant_id', 'tenant', 'organisationId', 'orgId', 'kind', 'replaces', 'role'];
    const extra = Object.fromEntries(names.map((name) => [name, /tenant|org/i.test(name) ? victim.tenantId : name === 'kind' ? 'cli' : victim.accountId]));
    const request: KeyRequest = { ...ingest, ...extra };
    const { key, secret } = await stage.apiKeys.create(owner, request);
    expect(await stage.apiKeys.authenticate(secret, visit.address)).toMatchObject({ tenantId: owner.tenantId, apiKeyId: key.id });
    const [row] = await stage.db.adminSql`select tenant_id, created_by, service_account_id, kind, replaces from api_keys where id = ${key.id}`;
    expect(row).toEqual({ tenant_id: owner.tenantId, created_by: owner.accountId, service_account_id: null, kind: 'key', replaces: null });
    expect(await stage.apiKeys.list(victim)).toEqual([]);
  });
});

describe('a leaked key', () => {
  const place = { reporter: 'a secret scanner', url: 'https://github.com/acme/infra/blob/main/.env\r\nBcc: eve@evil.example', source: 'content' };

  it('is ended at once, told of to its owner and the owners of its tenant, and audited, once', async () => {
    const admin = (await stage.joined(owner, `ada${people}@acme.example`, 'admin')).actor;
    const { key, secret } = await stage.apiKeys.create(admin, ingest);
    const socket = await stage.apiKeys.authenticate(secret, visit.address);
    stage.keyEvents.splice(0);
    const all = await Promise.all(Array.from({ length: 10 }, () => stage.leaks.report(secret, place)));
    expect(new Set(all)).toEqual(new Set([true]));
    expect(await from(secret, visit.address)).toBe('key.revoked');
    expect(await stage.sessions.isLive(socket)).toBe(false);
    expect((await stage.apiKeys.list(owner)).find(({ id }) => id === key.id)).toMatchObject({ revokedBecause: 'leaked' });
    expect((await stage.audits(owner)).filter((action) => action === 'api-key.leaked')).toHaveLength(1);
    expect(stage.keyEvents).toEqual([expect.objectContaining({ kind: 'key.leaked', tenantId: owner.tenantId, apiKeyId: key.id })]);
    for (const to of [admin.accountEmail ?? '', owner.accountEmail ?? '']) {
      const letter = await stage.letterTo(to);
      expect(letter.subject).toContain('found in the open');
      expect(letter.text).toContain('hxxps[:]//github[.]com/acme/infra/blob/main/[.]env');
      expect(letter.text).not.toMatch(/https:\/\/github|\nBcc:|evil\.example/);
      expect(letter.text).not.toContain(secret);
    }
  });

  it('costs a stranger the same statements, whether its public id exists or not, and ends nothing', async () => {
    const { secret } = await stage.apiKeys.create(owner, ingest);
    const { secret: other } = await stage.apiKeys.create(owner, ingest);
    const guess = formatKey({ environment: 'dev', publicId: secret.split('_')[2] ?? '', secret: (other.split('_')[3] ?? '').slice(0, 43) });
    const stranger = formatKey(newKeyParts('dev'));
    stage.taken();
    expect(await stage.leaks.report(guess, place)).toBe(false);
    const known = stage.taken();
    expect(await stage.leaks.report(stranger, place)).toBe(false);
    expect(stage.taken()).toEqual(known);
    expect(await from(secret, visit.address)).toBe('allowed');
  });
});
