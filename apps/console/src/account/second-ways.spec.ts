import { secondWays } from './second-ways';

const named = (methods: readonly string[]) => secondWays(methods).map(({ way }) => way);

describe('the ways through the second step', () => {
  it('begins with a passkey where there is one', () => {
    expect(named(['recovery', 'totp', 'passkey'])).toEqual(['passkey', 'totp', 'recovery', 'lost']);
    expect(named(['totp', 'recovery'])).toEqual(['totp', 'recovery', 'lost']);
  });

  it('offers nothing that it does not know, and always that it is lost', () => {
    expect(named(['carrier-pigeon'])).toEqual(['lost']);
  });
});
