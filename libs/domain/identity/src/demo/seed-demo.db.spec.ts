import { openStage, pepper, sessionOf, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import { demoEmail, seedDemo } from './seed-demo';
import type { DemoSeed } from './seed-demo';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const seed = (more: Partial<DemoSeed> = {}) =>
  seedDemo({ directory: stage.directory, database: stage.db.database, clock: stage.clock, peppers: [pepper], password: 'first demo password', ...more });

describe('the demo tenant', () => {
  it('is made once, with a login and a key that may send events and nothing else', async () => {
    const made = await seed();
    expect(made).toMatchObject({ email: demoEmail, created: true });
    const { actor } = sessionOf(await stage.accounts.logIn({ email: demoEmail, password: 'first demo password' }, visit));
    expect(actor).toMatchObject({ tenantId: made.tenantId, tenantName: 'Demo' });
    expect([...(await stage.apiKeys.authenticate(made.apiKey ?? '', '127.0.0.1')).permissions]).toEqual(['event:write']);

    const again = await seed({ apiKey: made.apiKey });
    expect(again).toEqual({ email: demoEmail, tenantId: made.tenantId, created: false });
    expect(await stage.apiKeys.list(actor)).toHaveLength(1);
  });

  it('takes the password that it is given, and gets a new key where the old one is lost', async () => {
    const { apiKey, created } = await seed({ password: 'second demo password', apiKey: 'lost' });
    expect(created).toBe(false);
    expect((await stage.apiKeys.authenticate(apiKey ?? '', '127.0.0.1')).may('event:write')).toBe(true);
    await expect(stage.accounts.logIn({ email: demoEmail, password: 'first demo password' }, visit)).rejects.toMatchObject({
      code: 'auth.invalid_credentials',
    });
    await expect(stage.accounts.logIn({ email: demoEmail, password: 'second demo password' }, visit)).resolves.toBeDefined();
  });
});
