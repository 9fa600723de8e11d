import { whoAmICommand } from './who-am-i-command';

describe('the command that asks what a key may do', () => {
  it('is one that a shell takes as it is, with the header that the gateway wants', () => {
    expect(whoAmICommand('https://vedette.example', 'vdt_live_x')).toBe(
      `curl -sS https://vedette.example/graphql \\
  -H "Authorization: Bearer vdt_live_x" \\
  -H 'Content-Type: application/json' \\
  -H 'Vedette-Client: curl' \\
  --data-raw '{"query":"{ viewer { tenant { name } permissions } }"}'`,
    );
  });
});
