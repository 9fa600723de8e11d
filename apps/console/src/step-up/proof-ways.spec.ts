import { proofWays } from './proof-ways';

const at = '2026-11-21T12:00:00.000Z';
const passkey = { id: 'p', name: 'Laptop', createdAt: at, lastUsedAt: null, backedUp: false };

describe('how one proves anew who one is', () => {
  it('takes the password only where there is no second factor', () => {
    expect(proofWays({ passkeys: [], totp: null })).toEqual(['password']);
    expect(proofWays({ passkeys: [], totp: { confirmedAt: at } })).toEqual(['totp']);
    expect(proofWays({ passkeys: [passkey], totp: null })).toEqual(['passkey']);
  });

  it('prefers a passkey to a code', () => {
    expect(proofWays({ passkeys: [passkey], totp: { confirmedAt: at } })).toEqual(['passkey', 'totp']);
  });
});
