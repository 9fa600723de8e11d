import { TenantRounds } from './tenant-rounds';

const MINUTE = 60_000;
beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('the rounds of the tenants', () => {
  it('go on hourly, also after one that failed, and end with the process', async () => {
    const ran: string[] = [];
    const rounds = new TenantRounds({
      domains: {
        round: async () => {
          ran.push('domains');
          throw new Error('the database is away');
        },
      },
      erasure: {
        round: async () => {
          ran.push('erasure');
          return 0;
        },
      },
    });
    await jest.advanceTimersByTimeAsync(MINUTE - 1);
    expect(ran).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(ran.splice(0)).toEqual(['domains', 'erasure']);
    await jest.advanceTimersByTimeAsync(120 * MINUTE);
    expect(ran.splice(0)).toHaveLength(4);
    await rounds.close();
    await jest.advanceTimersByTimeAsync(180 * MINUTE);
    expect(ran).toEqual([]);
  });

  it('are waited for when the process ends', async () => {
    let end: () => void = () => undefined;
    const long = new Promise<number>((resolve) => (end = () => resolve(0)));
    const rounds = new TenantRounds({ domains: { round: () => long }, erasure: { round: async () => 0 } });
    await jest.advanceTimersByTimeAsync(MINUTE);
    let closed = false;
    const closing = rounds.close().then(() => (closed = true));
    await jest.advanceTimersByTimeAsync(MINUTE);
    expect(closed).toBe(false);
    end();
    await closing;
    expect(jest.getTimerCount()).toBe(0);
  });
});
