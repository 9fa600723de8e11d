import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describeWithData } from '@vedette/testing';
import { compileRules } from '../compile/compiled-rules';
import { loadRules } from '../parse/load-rules';
import { normalise } from '../taxonomy/normalise';
import { isCandidate } from './holds';
import { narrowingOf } from './narrowing';

function lines<T>(file: string): T[] {
  return gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').map((line) => JSON.parse(line));
}

describeWithData('narrowings of the SigmaHQ rules', 'sigma/rules.ndjson.gz', (file) => {
  const texts = lines<{ path: string; yaml: string; pysigma: string }>(file).filter(({ pysigma }) => pysigma === 'ok');
  const { rules } = loadRules(texts.map(({ path: origin, yaml }) => ({ origin, text: yaml })));
  const engine = compileRules(rules);
  const narrowings = new Map(engine.rules().map((rule) => [rule.id, narrowingOf([rule])]));

  it('promise something of nearly every rule', () => {
    const open = [...narrowings.values()].filter((one) => 'everything' in one).length;
    console.log(`${open} of ${narrowings.size} rules have no narrowing: a hunt for them looks at every event`);
    expect(open).toBeLessThan(narrowings.size / 20);
  });

  it('let every match of every real event through, and hold most others back', () => {
    const events = [
      ...lines<{ event: unknown }>(path.join(path.dirname(file), 'evtx-events.ndjson.gz')).map(({ event }) => event),
      ...lines<{ events: unknown[]; raw_events: unknown[] }>(path.join(path.dirname(file), 'regression.ndjson.gz')).flatMap(({ events, raw_events }) => [...events, ...raw_events]),
      ...lines<{ event: unknown }>(path.join(path.dirname(file), '../events/cloudtrail.ndjson.gz')).map(({ event }) => event),
    ];
    let [matches, passed, asked] = [0, 0, 0];
    for (const [at, event] of events.entries()) {
      const original = JSON.stringify(event);
      const normal = normalise(event);
      const id = normal.fields['EventID'];
      const shown = { original, eventCode: id === undefined ? null : String(id) };
      for (const rule of engine.evaluate(normal)) {
        matches++;
        const narrowing = narrowings.get(rule.id);
        if (narrowing && !isCandidate(narrowing, shown)) throw new Error(`${rule.title} matches what its narrowing holds back: ${original.slice(0, 500)}`);
      }
      if (at % 40 !== 0) continue;
      for (const narrowing of narrowings.values()) {
        asked++;
        if (isCandidate(narrowing, shown)) passed++;
      }
    }
    console.log(`${matches} matches let through; of other pairs ${((passed / asked) * 100).toFixed(2)} % would be asked`);
    expect(matches).toBeGreaterThan(1_000);
    expect(passed / asked).toBeLessThan(0.1);
  });
});
