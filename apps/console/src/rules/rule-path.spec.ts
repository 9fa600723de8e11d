import { readRuleId, rulePath } from './rule-path';

/** As the browser and then the router read an address: parts are decoded once, but for `%2F`, which becomes a slash at the end. */
function throughTheRouter(path: string): string {
  const [, place, part, ...more] = new URL(path, 'https://vedette.example').pathname.split('/').map((one) => decodeURIComponent(one).replaceAll('/', '%2F'));
  if (place !== 'rules' || !part || part === 'new' || more.length > 0) throw new Error(`no address of a rule: ${path}`);
  return readRuleId(part.replaceAll('%2F', '/'));
}

describe('the address of a rule', () => {
  it('is its id for the ids that rules should have', () => {
    expect(rulePath('6f535e01-ca1f-40be-ab8d-45b19c0c8b7f')).toBe('/rules/6f535e01-ca1f-40be-ab8d-45b19c0c8b7f');
  });

  it.each(['new', '..', '.', 'a/b', '50%', '%2F', '~tilde', 'a?b#c', 'naïve ✓', '__proto__'])('finds the way back to %s', (id) => {
    expect(throughTheRouter(rulePath(id))).toBe(id);
  });

  it('names nothing where it was written by hand and is broken', () => {
    expect(readRuleId('~%E0%A4%A')).toBe('');
  });
});
