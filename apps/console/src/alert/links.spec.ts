import { attackUrl, attackWords } from './attack-url';
import { safeUrl } from './safe-url';

describe('links out of an alert', () => {
  it('lead to the page of a technique, sub-technique or tactic', () => {
    expect(attackUrl({ tag: 'attack.t1059.001', technique: 'T1059.001', tactic: null })).toBe('https://attack.mitre.org/techniques/T1059/001/');
    expect(attackUrl({ tag: 'attack.execution', technique: null, tactic: 'execution' })).toBe('https://attack.mitre.org/tactics/TA0002/');
    expect(attackWords({ tag: 'attack.defense-evasion', technique: null, tactic: 'defense-evasion' })).toBe('Defense evasion');
  });

  it('lead nowhere for a tag that names neither', () => {
    expect(attackUrl({ tag: 'attack.g0016', technique: null, tactic: null })).toBeNull();
    expect(attackUrl({ tag: 'x', technique: 'T1059/../..', tactic: null })).toBeNull();
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'not an address', ''])('are never made of %p', (text) => {
    expect(safeUrl(text)).toBeNull();
  });
});
