import { createRequire } from 'node:module';
import { printTable, writeJson } from '../report.mjs';
import { dataFolder, ruleDocuments } from '../shared-data.mjs';
import { countCases } from './cases.mjs';
import { measureCorrelations } from './correlations.mjs';
import { measureLoading } from './loading.mjs';
import { RUNS } from './measure.mjs';
import { measureOverlays } from './overlays.mjs';
import { measureStreams } from './streams.mjs';

const head = ['what', 'CPU', 'ratio', 'first landing', 'bar'];

/** No other Sigma evaluator runs here: none is on npm or in Debian. The interpreter stands for what most products do. */
export async function run({ root }) {
  const require = createRequire(import.meta.url);
  const sigma = require('@vedette/sigma');
  const folder = dataFolder(root);
  const documents = ruleDocuments(folder);

  const loading = measureLoading(sigma, documents);
  printTable(`loading: median of ${RUNS} interleaved runs, a rule`, head, loading.rows);

  const loaded = sigma.loadRules(documents);
  const rules = sigma.compileRules(loaded.rules);
  const plain = new sigma.PlainRules(rules.rules(), sigma.builtInRouting);
  const refused = loaded.refused.length + rules.refused.length;
  const cases = countCases(sigma, rules, folder);
  const streams = measureStreams(sigma, { rules, plain }, folder);
  printTable(`engine: ${rules.size} rules of ${documents.length}, ${refused} refused, ${cases.text}; median of ${RUNS} interleaved runs, an event`, head, streams.rows);

  const correlations = measureCorrelations(sigma, require('@vedette/correlation'), folder);
  printTable('correlation: beside JSON.parse of the same events, an event', head, correlations.rows);

  const overlays = await measureOverlays(sigma, documents, folder);
  printTable('overlays on one base', head, overlays.rows);

  const dearest = rules.costs().slice(0, 5).map(({ ruleId, asked, matched }) => [rules.rule(ruleId)?.title ?? ruleId, asked, matched]);
  writeJson(root, 'engine', {
    rules: rules.size, refused, cases: cases.figures,
    loading: loading.figures, streams: streams.figures, correlations: correlations.figures, overlays: overlays.figures, dearest,
  });
}
