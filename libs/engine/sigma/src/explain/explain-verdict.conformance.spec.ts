import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describeWithData } from '@vedette/testing';
import { loadRules } from '../parse/load-rules';
import { PlainRules } from '../plain/plain-rules';
import { builtInRouting } from '../routing/built-in-routing';
import { normalise } from '../taxonomy/normalise';
import { explainVerdict } from './explain-verdict';

function lines<T>(file: string): T[] {
  return gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').map((line) => JSON.parse(line));
}

describeWithData('explained verdicts', 'sigma/rules.ndjson.gz', (file) => {
  it('are those of the engine, and every one that is no has its blockers', () => {
    const { rules } = loadRules(lines<{ path: string; yaml: string }>(file).map(({ path: origin, yaml }) => ({ origin, text: yaml })));
    const events = lines<{ event: unknown; rules: string[] }>(file.replace('rules.ndjson', 'evtx-events.ndjson')).filter(({ rules: fired }) => fired.length > 0).slice(0, 120);
    let [pairs, matched] = [0, 0];
    for (const [at, { event: raw }] of events.entries()) {
      const event = normalise(raw);
      // Every fortieth rule, another set for each event, and those that fire.
      const asked = rules.filter((_, index) => index % 40 === at % 40);
      const firing = new PlainRules(rules, builtInRouting).evaluate(event);
      for (const rule of new Set([...asked, ...firing])) {
        const verdict = explainVerdict(rule, event, builtInRouting);
        pairs++;
        if (verdict.matched) matched++;
        expect(verdict.matched).toBe(firing.includes(rule));
        if (verdict.routed) expect(verdict.blockers.length > 0).toBe(!verdict.matched);
      }
    }
    expect(pairs).toBeGreaterThan(2_000);
    expect(matched).toBeGreaterThan(100);
  }, 60_000);
});
