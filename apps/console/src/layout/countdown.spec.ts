import { countdown } from './countdown';

describe('the time that is left', () => {
  it('counts down to nothing and stays there', () => {
    expect([countdown(545_900, 0), countdown(59_000, 0), countdown(0, 5)]).toEqual(['9:05', '0:59', '0:00']);
  });
});
