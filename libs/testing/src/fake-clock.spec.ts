import { fakeClock } from './fake-clock';

describe('the fake clock', () => {
  it('moves only when told', () => {
    const clock = fakeClock(1_000);
    clock.advance(500);
    expect(clock.now()).toBe(1_500);
    expect(clock.date().toISOString()).toBe('1970-01-01T00:00:01.500Z');
  });
});
