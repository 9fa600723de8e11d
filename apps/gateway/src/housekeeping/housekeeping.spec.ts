import { startHousekeeping } from './housekeeping';

const never = { everyMs: 3_600_000, firstMs: 3_600_000 };

describe('housekeeping', () => {
  it('does each chore, also after one that failed', async () => {
    const done: string[] = [];
    const chore = (name: string, fails = false) => ({
      name,
      run: async () => {
        done.push(name);
        if (fails) throw new Error('not today');
      },
    });
    const housekeeping = startHousekeeping([chore('first'), chore('second', true), chore('third')], never);
    await housekeeping.runNow();
    expect(done).toEqual(['first', 'second', 'third']);
    await housekeeping.close();
  });

  it('comes round by itself, never twice at once', async () => {
    let running = 0;
    let most = 0;
    let rounds = 0;
    const run = async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
      running -= 1;
      rounds += 1;
    };
    const housekeeping = startHousekeeping([{ name: 'slow', run }], { everyMs: 5, firstMs: 1 });
    await new Promise((resolve) => setTimeout(resolve, 120));
    await housekeeping.close();
    expect([most, rounds >= 2]).toEqual([1, true]);
    const after = rounds;
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(rounds).toBe(after);
  });

  it('waits at the end for what is under way, and begins nothing more', async () => {
    const done: string[] = [];
    const slow = { name: 'slow', run: () => new Promise<void>((resolve) => setTimeout(() => resolve(void done.push('slow')), 30)) };
    const housekeeping = startHousekeeping([slow, { name: 'next', run: async () => done.push('next') }], never);
    void housekeeping.runNow();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await housekeeping.close();
    expect(done).toEqual(['slow']);
  });
});
