import { setTimeout as sleep } from 'node:timers/promises';
import { Outage } from '@vedette/kernel';
import { Rounds } from './rounds';

describe('rounds', () => {
  it('never run two at once, and a poke during one is answered by the next', async () => {
    let running = 0;
    let most = 0;
    let done = 0;
    const rounds = new Rounds('spec', 60_000, async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(20);
      running -= 1;
      done += 1;
      return false;
    });
    await sleep(5);
    for (let pokes = 0; pokes < 50; pokes += 1) rounds.poke();
    await sleep(100);
    await rounds.close();
    expect([most, done]).toEqual([1, 2]);
  });

  it('go on at once while there is more, and by themselves after the poll', async () => {
    let done = 0;
    const rounds = new Rounds('spec', 30, async () => {
      done += 1;
      return done < 3;
    });
    await sleep(10);
    expect(done).toBe(3);
    await sleep(60);
    await rounds.close();
    expect(done).toBeGreaterThan(3);
  });

  it('outlive a failure, and wait for the poll instead of spinning on it', async () => {
    let tries = 0;
    const rounds = new Rounds('spec', 30, async () => {
      tries += 1;
      throw new Outage('redis', new Error('away'));
    });
    await sleep(100);
    await rounds.close();
    expect(tries).toBeGreaterThan(1);
    expect(tries).toBeLessThan(6);
  });
});
