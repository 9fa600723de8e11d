import type { Actor } from '../actor/actor';
import { openStage, sessionOf, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import { Operators } from './operators';
import { SupportGrants } from './support-grants';
import { SupportVisits } from './support-visits';

let stage: Stage;
let grants: SupportGrants;
let visits: SupportVisits;

beforeAll(async () => {
  stage = await openStage();
  const deps = { ...stage.db, clock: stage.clock };
  [grants, visits] = [new SupportGrants(deps), new SupportVisits(deps)];
  for (const name of ['ann', 'ben']) await stage.signedUp(`${name}@vedette.example`, name);
  await new Operators(deps, ['ann@vedette.example', 'ben@vedette.example']).appoint();
});
afterAll(() => stage?.close());

async function home(name: string): Promise<Actor> {
  const step = await stage.accounts.logIn({ email: `${name}@vedette.example`, password: 'velvet anchor drifts at noon' }, visit);
  return (await stage.sessions.rotate(sessionOf(step).actor, ['passkey'])).actor;
}

describe('who came in as support', () => {
  it('is told to the customer, by grant and newest first, and to nobody else', async () => {
    const acme = (await stage.signedUp('owner@acme.example', 'acme')).actor;
    const globex = (await stage.signedUp('owner@globex.example', 'globex')).actor;
    const [first, second] = [await grants.grant(acme, { reason: 'first', hours: 1 }), await grants.grant(acme, { reason: 'second', hours: 1 })];
    expect(first.visits).toEqual([]);
    const [ann, ben] = [await home('ann'), await home('ben')];
    const annInside = await visits.enter(ann, first.id);
    await visits.enter(ben, first.id);
    const annHome = await visits.leave(annInside.actor);
    await visits.enter(await home('ann'), first.id);
    expect(annHome).not.toBeNull();

    const told = await grants.list(acme);
    const [annIs, benIs] = [`support:${ann.accountId}`, `support:${ben.accountId}`];
    expect(told.find(({ id }) => id === first.id)?.visits).toEqual([
      { principal: annIs, enteredAt: expect.any(Date), leftAt: null },
      { principal: benIs, enteredAt: expect.any(Date), leftAt: null },
      { principal: annIs, enteredAt: expect.any(Date), leftAt: expect.any(Date) },
    ]);
    expect(told.find(({ id }) => id === second.id)?.visits).toEqual([]);
    expect(await grants.list(globex)).toEqual([]);
  });
});
