import type { Actor } from '../actor/actor';
import { artefactPurposes } from '../one-time/one-time-artefacts';
import { goodPassword, openStage, sessionOf, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import { commandLineScopes } from './command-line';
import type { DeviceError, DeviceToken } from './device-flow';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const machine = '203.0.113.9';
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
const begin = (scopes: string[] | null = null) => stage.devices.begin({ scopes, address: machine });
const granted = (answer: DeviceToken | DeviceError): DeviceToken => {
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
};
const approved = async (actor: Actor, scopes: string[] | null = null) => {
  const { deviceCode, userCode } = await begin(scopes);
  await stage.devices.look(actor, userCode);
  await stage.devices.approve(actor, userCode);
  return deviceCode;
};

describe('a command line', () => {
  it('is let in by a person as that person, in their tenant, for 30 days', async () => {
    const { deviceCode, userCode, expiresIn, interval } = await begin();
    expect([userCode, expiresIn, interval]).toEqual([expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/), 600, 5]);
    expect(await stage.devices.redeem(deviceCode)).toBe('authorization_pending');
    const request = await stage.devices.look(owner, userCode.toLowerCase().replace('-', ' '));
    expect(request).toMatchObject({ userCode, client: 'vedette-cli', scopes: commandLineScopes, granted: commandLineScopes, address: machine });
    expect(request.askedAt.getTime()).toBe(stage.clock.now());
    await stage.devices.approve(owner, userCode);
    const { secret, scopes, expiresIn: lasts } = granted(await stage.devices.redeem(deviceCode));
    expect([scopes, lasts]).toEqual([commandLineScopes, 30 * 24 * 3600]);
    const actor = await stage.apiKeys.authenticate(secret, machine);
    expect(actor).toMatchObject({ tenantId: owner.tenantId, permissions: new Set(commandLineScopes) });
    expect(await stage.apiKeys.list(owner)).toMatchObject([{ kind: 'cli', name: 'Command line', owner: { email: owner.accountEmail } }]);
    expect(await stage.audits(owner)).toEqual(expect.arrayContaining(['device.approved', 'api-key.created']));
    stage.clock.advance(30 * DAY);
    expect(await codeOf(stage.apiKeys.authenticate(secret, machine))).toBe('key.expired');
  });

  it('gets what it asked for and the person holds, nothing else', async () => {
    const viewer = (await stage.joined(owner, `viewer${people}@acme.example`, 'viewer')).actor;
    const { scopes } = granted(await stage.devices.redeem(await approved(viewer, ['alert:read', 'alert:write'])));
    expect(scopes).toEqual(['alert:read']);
    const { userCode } = await begin(['rule:write']);
    await stage.devices.look(viewer, userCode);
    expect(await codeOf(stage.devices.approve(viewer, userCode))).toBe('device.nothing_to_grant');
  });

  it.each([[['key:write']], [['member:write']], [['tenant:write']], [['no:such']], [[]]])('cannot ask for %s', async (scopes) => {
    expect(await codeOf(begin(scopes))).toBe('device.scope_unknown');
  });

  it('lasts no longer than the tenant lets keys last', async () => {
    await stage.db.adminSql`update tenants set key_days = 7 where id = ${owner.tenantId}`;
    expect(granted(await stage.devices.redeem(await approved(owner))).expiresIn).toBe(7 * 24 * 3600);
  });

  it('is turned away, and told so', async () => {
    const { deviceCode, userCode } = await begin();
    await stage.devices.deny(owner, userCode);
    expect(await stage.devices.redeem(deviceCode)).toBe('access_denied');
    expect(await codeOf(stage.devices.approve(owner, userCode))).toBe('device.unknown');
    expect(await stage.apiKeys.list(owner)).toEqual([]);
  });

  it('is told when nobody decided in ten minutes', async () => {
    const { deviceCode, userCode } = await begin();
    await stage.devices.look(owner, userCode);
    stage.clock.advance(10 * MINUTE);
    expect(await stage.devices.redeem(deviceCode)).toBe('expired_token');
    expect(await codeOf(stage.devices.look(owner, userCode))).toBe('device.unknown');
    expect(await codeOf(stage.devices.approve(owner, userCode))).toBe('device.unknown');
  });

  it('that asks too often is told to wait five seconds longer, each time', async () => {
    const { deviceCode } = await begin();
    const asks = async (afterSeconds: number) => {
      stage.clock.advance(afterSeconds * 1000);
      return stage.devices.redeem(deviceCode);
    };
    expect([await asks(0), await asks(5), await asks(4), await asks(9), await asks(15), await asks(14)]).toEqual([
      'authorization_pending', 'authorization_pending', 'slow_down', 'slow_down', 'authorization_pending', 'slow_down',
    ]);
  });

  it('gets nothing for a code that is wrong, of another purpose, or malformed', async () => {
    const others = artefactPurposes.filter((purpose) => purpose !== 'device');
    const tokens = await Promise.all(others.map((purpose) => stage.oneTime.put(purpose, { subject: 'x', lastsMs: MINUTE })));
    for (const code of [...tokens, 'x', '', 'x'.repeat(5_000)]) expect(await stage.devices.redeem(code)).toBe('invalid_grant');
    const { deviceCode, userCode } = await begin();
    for (const purpose of others) {
      for (const code of [deviceCode, userCode]) expect(await codeOf(stage.oneTime.consume(purpose, code))).toBe('token.invalid');
    }
  });

  it('gets nothing when who let it in has left meanwhile', async () => {
    const admin = (await stage.joined(owner, `ada${people}@acme.example`, 'admin')).actor;
    const deviceCode = await approved(admin);
    await stage.members.remove(owner, admin.accountId ?? '');
    expect(await stage.devices.redeem(deviceCode)).toBe('access_denied');
    expect(await stage.apiKeys.list(owner)).toEqual([]);
  });

  it('logs out: its own key ends, and no other can be ended this way', async () => {
    const { secret } = granted(await stage.devices.redeem(await approved(owner)));
    const { secret: program } = await stage.apiKeys.create(owner, { name: 'shipper', scopes: ['event:write'] });
    for (const each of [secret, secret, program, 'nonsense']) await stage.devices.logOut(each);
    expect(await codeOf(stage.apiKeys.authenticate(secret, machine))).toBe('key.revoked');
    expect(await codeOf(stage.apiKeys.authenticate(program, machine))).toBe('allowed');
  });

  it('is let in by no key, and by no session that lacks a second factor that is demanded', async () => {
    const { secret } = await stage.apiKeys.create(owner, { name: 'all', scopes: ['key:write', 'alert:read'] });
    const { userCode } = await begin();
    expect(await codeOf(stage.devices.look(await stage.apiKeys.authenticate(secret, machine), userCode))).toBe('auth.forbidden');
    await stage.db.adminSql`update tenants set mfa_required = true where id = ${owner.tenantId}`;
    const lacking = sessionOf(await stage.accounts.logIn({ email: owner.accountEmail ?? '', password: goodPassword }, visit)).actor;
    await stage.devices.look(lacking, userCode);
    expect(await codeOf(stage.devices.approve(lacking, userCode))).toBe('auth.factor_required');
  });
});

describe('class 9 (CVE-2026-45337): a code that somebody else looked up', () => {
  it('cannot be seen, approved or denied by another account, of the same tenant or of another', async () => {
    const { deviceCode, userCode } = await begin();
    await stage.devices.look(owner, userCode);
    const colleague = (await stage.joined(owner, `ada${people}@acme.example`, 'admin')).actor;
    const globex = (await stage.signedUp(`eve${people}@globex.example`, 'globex')).actor;
    for (const other of [colleague, globex]) {
      expect(await codeOf(stage.devices.look(other, userCode))).toBe('device.unknown');
      expect(await codeOf(stage.devices.approve(other, userCode))).toBe('device.unknown');
      expect(await codeOf(stage.devices.deny(other, userCode))).toBe('device.unknown');
    }
    expect(await stage.devices.redeem(deviceCode)).toBe('authorization_pending');
    await stage.devices.approve(owner, userCode);
    const { secret } = granted(await stage.devices.redeem(deviceCode));
    expect((await stage.apiKeys.authenticate(secret, machine)).tenantId).toBe(owner.tenantId);
    expect(await stage.apiKeys.list(globex)).toEqual([]);
  });

  it('belongs to one of many who look at the same time', async () => {
    const colleagues = await Promise.all(Array.from({ length: 3 }, async (_, index) => (await stage.joined(owner, `c${index}-${people}@acme.example`, 'admin')).actor));
    const { userCode } = await begin();
    const all = await Promise.all([owner, ...colleagues].map((actor) => codeOf(stage.devices.look(actor, userCode))));
    expect(all.filter((code) => code === 'allowed')).toHaveLength(1);
  });
});

describe('class 7 (GHSA-7w99, GHSA-392p): a code that is redeemed more than once', () => {
  it('gives one key to fifty who redeem it at the same time, and nothing to renew it with', async () => {
    const deviceCode = await approved(owner);
    const answers = await Promise.all(Array.from({ length: 50 }, () => stage.devices.redeem(deviceCode)));
    const tokens = answers.filter((answer) => typeof answer !== 'string');
    expect(tokens).toHaveLength(1);
    expect(Object.keys(granted(tokens[0] ?? 'invalid_grant')).sort()).toEqual(['expiresIn', 'scopes', 'secret']);
    expect(answers.filter((answer) => answer === 'invalid_grant')).toHaveLength(49);
    expect(await stage.apiKeys.list(owner)).toHaveLength(1);
  });

  it('is decided once by fifty who approve it at the same time', async () => {
    const { userCode } = await begin();
    await stage.devices.look(owner, userCode);
    const all = await Promise.all(Array.from({ length: 50 }, () => codeOf(stage.devices.approve(owner, userCode))));
    expect(all.filter((code) => code === 'allowed')).toHaveLength(1);
  });
});
