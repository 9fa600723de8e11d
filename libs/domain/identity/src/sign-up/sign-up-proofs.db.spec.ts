import { solveChallenge } from 'altcha-lib';
import type { Challenge, Solution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { openStage, pepper } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import { SignUpProofs } from './sign-up-proofs';

let stage: Stage;
let proofs: SignUpProofs;

beforeAll(async () => {
  stage = await openStage();
  proofs = new SignUpProofs({ ...stage, pepper });
});
afterAll(() => stage?.close());

async function solved(email: string): Promise<{ challenge: Challenge; solution: Solution }> {
  const challenge = JSON.parse(await proofs.challenge(email)) as Challenge;
  const solution = await solveChallenge({ challenge, deriveKey });
  if (!solution) throw new Error('it took too long');
  return { challenge, solution };
}

describe('a proof of work', () => {
  it('counts for the address that it was asked of, and of fifty callers at once for one', async () => {
    const proof = JSON.stringify(await solved('ada@acme.example'));
    expect(await proofs.spend('eve@acme.example', proof)).toBe(false);
    const answers = await Promise.all(Array.from({ length: 50 }, () => proofs.spend('ada@acme.example', proof)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await proofs.spend('ada@acme.example', proof)).toBe(false);
  });

  it('costs hundreds of tries, and never few', async () => {
    const proven = await Promise.all(Array.from({ length: 3 }, () => solved('ada@acme.example')));
    for (const { solution } of proven) expect(solution.counter).toBeGreaterThanOrEqual(700);
  });

  it('is none when anything of it was changed, made up, or belongs to another installation', async () => {
    const { challenge, solution } = await solved('ada@acme.example');
    const easier = { ...challenge, parameters: { ...challenge.parameters, cost: 1 } };
    const later = { ...challenge, parameters: { ...challenge.parameters, expiresAt: (challenge.parameters.expiresAt ?? 0) + 9_999 } };
    const guessed = { ...solution, derivedKey: `${challenge.parameters.keyPrefix}${'0'.repeat(32)}` };
    for (const forged of [{ challenge: easier, solution }, { challenge: later, solution }, { challenge, solution: guessed }, { challenge }, {}, null, []]) {
      expect(await proofs.spend('ada@acme.example', JSON.stringify(forged))).toBe(false);
    }
    expect(await proofs.spend('ada@acme.example', 'no JSON')).toBe(false);
    expect(await proofs.spend('ada@acme.example', `"${'x'.repeat(100_000)}"`)).toBe(false);
    const elsewhere = new SignUpProofs({ ...stage, pepper: { id: 'p2', secret: Buffer.alloc(32, 9) } });
    expect(await elsewhere.spend('ada@acme.example', JSON.stringify({ challenge, solution }))).toBe(false);
    expect(await proofs.spend('ada@acme.example', JSON.stringify({ challenge, solution }))).toBe(true);
  });

  it('is none after ten minutes', async () => {
    const proof = JSON.stringify(await solved('ada@acme.example'));
    stage.clock.advance(10 * 60 * 1000);
    expect(await proofs.spend('ada@acme.example', proof)).toBe(false);
  });
});

describe('a trial', () => {
  const planOf = async (email: string, organisation: string) => (await stage.signedUp(email, organisation)).actor.plan;

  it('is the first organisation of a company domain, or of an address where the domain is everybody\'s', async () => {
    expect(await planOf('ada@trial.example', 'Trial')).toBe('trial');
    expect(await planOf('bob@mail.trial.example', 'Trial again')).toBe('free');
    expect(await planOf('ada.l@gmail.com', 'Ada')).toBe('trial');
    expect(await planOf('bob@gmail.com', 'Bob')).toBe('trial');
    expect(await planOf('adal+2@gmail.com', 'Ada again')).toBe('free');
  });
});
