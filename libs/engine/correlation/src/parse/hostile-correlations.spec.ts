import { loadRules } from '@vedette/sigma';
import { Seeded } from '../fixtures/seeded';
import { Correlator } from '../run/correlator';
import { loadCorrelations } from './load-correlations';

const seeds = [
  `title: c\nid: c\ncorrelation:\n  type: value_count\n  rules: [r, d]\n  group-by: [user, host]\n  aliases: {user: {r: User}}\n  timespan: 5m\n  condition: {field: [a, b], gt: 3, lte: 9}\n`,
  `title: d\nid: d\nname: d\ncorrelation:\n  type: temporal_ordered\n  rules: [r, s]\n  timespan: 1h\n  condition: r and not s\n`,
  `title: e\nid: e\ncorrelation: {type: value_percentile, rules: [r], timespan: 1d, condition: {field: n, percentile: 90, gte: 1}}\n`,
] as const;
const pieces = ['|', '*', ':', '- ', '\n', '  ', '{', '}', '[', ']', '&a', '*a', '---\n', 'null', '~', '.nan', '-.inf', '1e999', '2020-01-01', 'not ', ' and ', ' or ', '(', ')', '__proto__', 'constructor', '\u0000', '\ud800', 'gte', 'eq', 'c', 'd', 'temporal', 'event_count'] as const;
const rules = ['r', 's'].map((name) => `---\ntitle: ${name}\nid: ${name}\nlogsource: {product: acme}\ndetection:\n  s: {a: b}\n  condition: s\n`).join('');

describe('hostile correlations', () => {
  it('are loaded or refused, and what is loaded runs, however 2,000 of them are mangled', () => {
    const random = new Seeded(3);
    let loadedCount = 0;
    for (let i = 0; i < 2_000; i++) {
      let text: string = seeds.join('---\n');
      for (let n = 1 + random.below(6); n > 0; n--) {
        const at = random.below(text.length);
        text = text.slice(0, at) + random.one(pieces) + text.slice(at + (random.chance(0.5) ? random.below(8) : 0));
      }
      const parsed = loadRules([{ origin: 'm.yml', text: text + rules }]);
      const { correlations, refused } = loadCorrelations(parsed.correlations, parsed.rules);
      expect(correlations.length + refused.length).toBe(parsed.correlations.length);
      for (const { reason } of refused) expect(reason).not.toBe('');
      const correlator = new Correlator(correlations);
      for (const ruleId of ['r', 's', 'r']) correlator.push({ ruleId, at: i, fields: { user: 'u', User: 'u', host: 'h', a: i, b: 1, n: i }, ref: String(i) });
      correlator.advance(10_000_000);
      loadedCount += correlations.length;
    }
    expect(loadedCount).toBeGreaterThan(300);
  });
});
