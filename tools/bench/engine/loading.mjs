import { load } from 'js-yaml';
import { interleaved, micros, times } from './measure.mjs';

/** The whole rule set: our loader beside js-yaml alone on the same texts. */
export function measureLoading(sigma, documents) {
  const { yaml, rules } = interleaved({
    yaml: [() => documents.forEach(({ text }) => load(text)), documents.length],
    rules: [() => sigma.loadRules(documents), documents.length],
  });
  return {
    figures: { yamlMicrosPerRule: yaml, loadMicrosPerRule: rules, ratio: rules / yaml },
    rows: [
      [`js-yaml alone, ${documents.length} texts`, micros(yaml), '1×'],
      ['loadRules: parsed, checked, ready to compile', micros(rules), times(rules / yaml), '', '≤ 4×'],
    ],
  };
}
