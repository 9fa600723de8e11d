import type { Actor } from '../actor/actor';
import { goodPassword, openStage, sessionOf, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';

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

const codeOf = (work: Promise<unknown>) => work.then(() => 'allowed', (error: { code?: string }) => error.code ?? String(error));
const draft = (role = 'viewer', more: object = {}) => ({ name: 'Forwarder', role: { role }, ownerId: owner.accountId ?? '', ...more });
const use = (secret: string) => stage.apiKeys.authenticate(secret, visit.address);
const again = async (actor: Actor) => sessionOf(await stage.accounts.logIn({ email: actor.accountEmail ?? '', password: goodPassword }, visit)).actor;

describe('a service account', () => {
  it('has a role, a description and a member who answers for it, and is listed by name', async () => {
    const made = await stage.serviceAccounts.create(owner, draft('analyst', { description: 'Sends what the firewalls say.' }));
    expect(made).toMatchObject({ name: 'Forwarder', description: 'Sends what the firewalls say.', grant: { role: 'analyst' }, owner: { email: owner.accountEmail }, disabledAt: null });
    await stage.serviceAccounts.create(owner, draft('viewer', { name: 'backup' }));
    expect((await stage.serviceAccounts.list(owner)).map(({ name }) => name)).toEqual(['backup', 'Forwarder']);
    expect(await stage.audits(owner)).toContain('service-account.created');
  });

  it.each([
    ['service_account.role_owner', () => draft('owner')],
    ['role.unknown', () => draft('root')],
    ['service_account.name_malformed', () => draft('viewer', { name: '\u202e' })],
    ['service_account.description_malformed', () => draft('viewer', { description: 'x'.repeat(301) })],
    ['service_account.owner_unknown', () => draft('viewer', { ownerId: 'nobody' })],
    ['service_account.owner_unknown', () => draft('viewer', { ownerId: owner.tenantId })],
  ])('is refused as %s', async (code, of) => expect(await codeOf(stage.serviceAccounts.create(owner, of()))).toBe(code));

  it('has a name of its own', async () => {
    await stage.serviceAccounts.create(owner, draft());
    expect(await codeOf(stage.serviceAccounts.create(owner, draft('viewer', { name: 'FORWARDER' })))).toBe('service_account.name_taken');
  });

  it('may do no more than whoever makes, changes or enables it', async () => {
    const role = await stage.roles.create(owner, { name: 'Keeper', permissions: ['key:read', 'key:write', 'event:write'] });
    const keeper = (await stage.joined(owner, `keeper${people}@acme.example`, { customRoleId: role.id })).actor;
    expect(await codeOf(stage.serviceAccounts.create(keeper, draft('viewer')))).toBe('member.beyond_own');
    const strong = await stage.serviceAccounts.create(owner, draft('admin'));
    expect(await codeOf(stage.serviceAccounts.change(keeper, strong.id, draft('billing')))).toBe('member.beyond_own');
    expect(await codeOf(stage.serviceAccounts.setDisabled(keeper, strong.id, true))).toBe('member.beyond_own');
    expect(await codeOf(stage.apiKeys.create(keeper, { name: 'k', scopes: ['alert:read'], serviceAccountId: strong.id }))).toBe('key.scope_forbidden');
    const { key } = await stage.apiKeys.create(owner, { name: 'k', scopes: ['alert:read'], serviceAccountId: strong.id });
    expect(await codeOf(stage.apiKeys.rotate(keeper, key.id))).toBe('key.scope_forbidden');
    expect(await codeOf(stage.serviceAccounts.create(keeper, { ...draft('viewer', { name: 'Keeper' }), role: { customRoleId: role.id } }))).toBe('allowed');
    expect(await codeOf(stage.roles.remove(owner, role.id))).toBe('role.in_use');
  });

  it('is changed by people only', async () => {
    const { secret } = await stage.apiKeys.create(owner, { name: 'all', scopes: ['key:write', 'key:read'] });
    expect(await codeOf(stage.serviceAccounts.create(await use(secret), draft()))).toBe('auth.forbidden');
  });

  it('bounds its keys by its role, at the making and at every use', async () => {
    const { id } = await stage.serviceAccounts.create(owner, draft('analyst'));
    expect(await codeOf(stage.apiKeys.create(owner, { name: 'k', scopes: ['key:write'], serviceAccountId: id }))).toBe('service_account.scope_beyond');
    const { key, secret } = await stage.apiKeys.create(owner, { name: 'k', scopes: ['alert:read', 'rule:write'], serviceAccountId: id });
    expect(key).toMatchObject({ serviceAccount: { id, name: 'Forwarder' }, owner: { email: owner.accountEmail } });
    const actor = await use(secret);
    expect(actor).toMatchObject({ serviceAccountId: id });
    expect([...actor.permissions]).toEqual(['alert:read', 'rule:write']);
    await stage.serviceAccounts.change(owner, id, draft('viewer'));
    expect([...(await use(secret)).permissions]).toEqual(['alert:read']);
    expect(await stage.sessions.isLive(actor)).toBe(false);
  });

  it('does nothing while it is disabled', async () => {
    const { id } = await stage.serviceAccounts.create(owner, draft());
    const { key, secret } = await stage.apiKeys.create(owner, { name: 'k', scopes: ['alert:read'], serviceAccountId: id });
    const socket = await use(secret);
    expect((await stage.serviceAccounts.setDisabled(owner, id, true)).disabledAt).not.toBeNull();
    expect(await codeOf(use(secret))).toBe('key.revoked');
    expect(await stage.sessions.isLive(socket)).toBe(false);
    const announced = await stage.db.adminSql`select payload from outbox where tenant_id = ${owner.tenantId} and name = 'identity.access-changed'`;
    expect(announced).toEqual([{ payload: { apiKeyId: key.id } }]);
    expect(await codeOf(stage.apiKeys.create(owner, { name: 'k', scopes: ['alert:read'], serviceAccountId: id }))).toBe('service_account.disabled');
    await stage.serviceAccounts.setDisabled(owner, id, false);
    expect(await codeOf(use(secret))).toBe('allowed');
  });

  it('outlives the member who answers for it and the one who made its keys, and then says that nobody answers', async () => {
    const admin = (await stage.joined(owner, `ada${people}@acme.example`, 'admin')).actor;
    const account = await stage.serviceAccounts.create(admin, draft('viewer', { ownerId: admin.accountId }));
    const { secret } = await stage.apiKeys.create(admin, { name: 'k', scopes: ['alert:read'], serviceAccountId: account.id });
    await stage.members.remove(owner, admin.accountId ?? '');
    expect(await codeOf(use(secret))).toBe('allowed');
    expect(await stage.serviceAccounts.list(owner)).toMatchObject([{ id: account.id, owner: null }]);
    expect((await stage.apiKeys.list(owner))[0]).toMatchObject({ owner: null, serviceAccount: { id: account.id } });
    expect(await stage.audits(owner)).toContain('service-account.owner_left');
    await stage.serviceAccounts.change(owner, account.id, draft());
    expect(await stage.serviceAccounts.list(owner)).toMatchObject([{ owner: { email: owner.accountEmail } }]);
  });

  it('is read with key:read and changed with key:write alone', async () => {
    await stage.db.adminSql`update members set role = 'auditor' where account_id = ${owner.accountId ?? ''}`;
    const auditor = await again(owner);
    expect(await codeOf(stage.serviceAccounts.list(auditor))).toBe('allowed');
    expect(await codeOf(stage.serviceAccounts.create(auditor, draft()))).toBe('auth.forbidden');
    await stage.db.adminSql`update members set role = 'analyst' where account_id = ${owner.accountId ?? ''}`;
    expect(await codeOf(stage.serviceAccounts.list(await again(owner)))).toBe('auth.forbidden');
  });
});

describe('globex', () => {
  it("cannot list, get, change or use acme's service accounts", async () => {
    const { id } = await stage.serviceAccounts.create(owner, draft('viewer'));
    const globex = (await stage.signedUp(`eve${people}@globex.example`, 'globex')).actor;
    const own = { ...draft(), ownerId: globex.accountId ?? '' };
    expect(await stage.serviceAccounts.list(globex)).toEqual([]);
    expect(await codeOf(stage.serviceAccounts.change(globex, id, own))).toBe('service_account.not_found');
    expect(await codeOf(stage.serviceAccounts.setDisabled(globex, id, true))).toBe('service_account.not_found');
    expect(await codeOf(stage.apiKeys.create(globex, { name: 'k', scopes: ['alert:read'], serviceAccountId: id }))).toBe('service_account.not_found');
    expect(await codeOf(stage.serviceAccounts.create(globex, { ...own, ownerId: owner.accountId ?? '' }))).toBe('service_account.owner_unknown');
    expect(await stage.serviceAccounts.list(owner)).toMatchObject([{ id, name: 'Forwarder', disabledAt: null }]);
  });
});
