import { ndjsonLines } from '../shared-data.mjs';

/** How many labelled cases the engine that is being timed gets right; `npm test` judges every difference. */
export function countCases(sigma, rules, folder) {
  const idsOf = (event) => new Set(rules.evaluate(sigma.normalise(event)).map(({ id }) => id));
  const cases = ndjsonLines(folder, 'sigma/regression.ndjson.gz').map((line) => JSON.parse(line));
  const passed = cases.filter(({ rule_id: id, min_matches: least, events }) => events.filter((event) => idsOf(event).has(id)).length >= least).length;
  let [pairs, found] = [0, 0];
  for (const line of ndjsonLines(folder, 'sigma/evtx-events.ndjson.gz')) {
    const { event, rules: expected } = JSON.parse(line);
    if (expected.length === 0) continue;
    const got = idsOf(event);
    pairs += expected.length;
    found += expected.filter((id) => got.has(id)).length;
  }
  return { figures: { regressionCases: cases.length, passed, pairs, found }, text: `${passed} of ${cases.length} regression cases and ${found} of ${pairs} labelled pairs right` };
}
