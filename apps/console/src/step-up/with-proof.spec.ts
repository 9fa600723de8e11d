import { ApiError } from '@vedette/api-client';
import { ProofDesk } from './proof-desk';
import { withProof } from './with-proof';

const stale = new ApiError('auth.step_up', 'This needs a fresh proof.');

/** Refused until somebody has proven who they are. */
function guarded(desk: ProofDesk) {
  const state = { fresh: false, runs: 0 };
  const run = (answer: string) =>
    withProof(desk, () => {
      state.runs += 1;
      return state.fresh ? Promise.resolve(answer) : Promise.reject(stale);
    });
  const prove = () => {
    state.fresh = true;
    desk.proven();
  };
  return { state, run, prove };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('an operation that needs a fresh proof', () => {
  it('is repeated once it is proven, and answers as if nothing had been asked', async () => {
    const desk = new ProofDesk();
    desk.attend(() => undefined);
    const { state, run, prove } = guarded(desk);
    const done = run('created');
    await soon();
    expect(desk.isAsking()).toBe(true);
    prove();
    await expect(done).resolves.toBe('created');
    expect([state.runs, desk.isAsking()]).toEqual([2, false]);
  });

  it('asks once for all that wait, and tells whoever shows the dialog twice: when it opens and when it closes', async () => {
    const desk = new ProofDesk();
    const seen: boolean[] = [];
    desk.attend(() => seen.push(desk.isAsking()));
    const { run, prove } = guarded(desk);
    const all = Promise.all(['a', 'b', 'c'].map(run));
    await soon();
    prove();
    await expect(all).resolves.toEqual(['a', 'b', 'c']);
    expect(seen).toEqual([true, false]);
  });

  it('is not done when the asked one cancels, nor when the page that asks goes away', async () => {
    const desk = new ProofDesk();
    const leave = desk.attend(() => undefined);
    const { state, run } = guarded(desk);
    const first = run('a');
    await soon();
    desk.giveUp();
    await expect(first).rejects.toMatchObject({ code: 'auth.proof_cancelled' });
    const second = run('b');
    await soon();
    leave();
    await expect(second).rejects.toMatchObject({ code: 'auth.proof_cancelled' });
    expect(state.runs).toBe(2);
  });

  it('does not wait where no page can ask', async () => {
    const { run } = guarded(new ProofDesk());
    await expect(run('a')).rejects.toMatchObject({ code: 'auth.proof_cancelled' });
  });

  it('asks only once for the same operation', async () => {
    const desk = new ProofDesk();
    desk.attend(() => undefined);
    const never = withProof(desk, () => Promise.reject(stale));
    await soon();
    desk.proven();
    await expect(never).rejects.toBe(stale);
  });

  it('passes every other refusal through', async () => {
    const desk = new ProofDesk();
    desk.attend(() => undefined);
    const forbidden = new ApiError('auth.forbidden', 'No.');
    await expect(withProof(desk, () => Promise.reject(forbidden))).rejects.toBe(forbidden);
    expect(desk.isAsking()).toBe(false);
  });
});
