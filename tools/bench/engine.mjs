import { createRequire } from 'node:module';
import { median, printTable, writeJson } from './report.mjs';
import { dataFolder, eventTexts, ruleDocuments } from './shared-data.mjs';

const RUNS = 5;
const EVENTS = 12_000;
const NAIVE_EVENTS = 100;

/** CPU of this process for one call of `work`, in microseconds for each of `count` events. */
function cpuPerEvent(count, work) {
  const before = process.cpuUsage();
  work();
  const spent = process.cpuUsage(before);
  return (spent.user + spent.system) / count;
}

/** The naive loop is asked about the same rules: those that compiled. */
function compiledOnly(rules, loaded) {
  return loaded.filter((rule) => rules.rule(rule.id) === rule);
}

function measure(sigma, rules, plain, texts) {
  const figures = { parse: [], detect: [], naive: [] };
  let matches = 0;
  const few = texts.filter((_, index) => index % Math.ceil(texts.length / NAIVE_EVENTS) === 0);
  const fewEvents = few.map((text) => sigma.normalise(JSON.parse(text)));
  for (let run = 0; run < RUNS; run++) {
    // Interleaved, so that a neighbour's load hits all three alike.
    figures.parse.push(cpuPerEvent(texts.length, () => texts.forEach((text) => JSON.parse(text))));
    matches = 0;
    figures.detect.push(
      cpuPerEvent(texts.length, () => {
        for (const text of texts) matches += rules.evaluate(sigma.normalise(JSON.parse(text))).length;
      }),
    );
    figures.naive.push(cpuPerEvent(few.length, () => fewEvents.forEach((event) => plain.evaluate(event))));
  }
  return { parse: median(figures.parse), detect: median(figures.detect), naive: median(figures.naive), matches };
}

export async function run({ root }) {
  const sigma = createRequire(import.meta.url)('@vedette/sigma');
  const folder = dataFolder(root);
  const documents = ruleDocuments(folder);
  const start = process.cpuUsage();
  const loaded = sigma.loadRules(documents);
  const rules = sigma.compileRules(loaded.rules, { routing: sigma.builtInRouting });
  const compileMs = process.cpuUsage(start).user / 1000;
  const plain = new sigma.PlainRules(compiledOnly(rules, loaded.rules), sigma.builtInRouting);

  const rows = [];
  const result = { rules: rules.size, refused: loaded.refused.length + rules.refused.length, compileMs, streams: {} };
  for (const [stream, target, rate] of [['mixed', '≤ 8×', '60,000'], ['process creation', '', '40,000'], ['windows', '', '']]) {
    const texts = eventTexts(folder, stream, EVENTS);
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length;
    measure(sigma, rules, plain, texts.slice(0, 2_000));
    const figures = measure(sigma, rules, plain, texts);
    result.streams[stream] = { events: texts.length, bytesPerEvent: bytes, ...figures, ratio: figures.detect / figures.parse };
    rows.push(
      [`${stream}: JSON.parse (${Math.round(bytes)} B an event)`, `${figures.parse.toFixed(2)} µs`, '1×', ''],
      [`${stream}: parse + detect, ${figures.matches} matches`, `${figures.detect.toFixed(2)} µs`, `${(figures.detect / figures.parse).toFixed(1)}×`, target],
      [`${stream}: naive loop over the same rules, no parse`, `${figures.naive.toFixed(0)} µs`, `${(figures.naive / figures.parse).toFixed(0)}×`, ''],
      [`${stream}: events/s a core`, `${Math.round(1e6 / figures.detect)}`, '', rate],
    );
  }
  printTable(
    `engine: ${rules.size} rules of ${documents.length} compiled in ${(compileMs / 1000).toFixed(2)} s CPU; median of ${RUNS} interleaved runs`,
    ['what', 'measured', 'ratio to JSON.parse', 'first landing'],
    rows,
  );
  writeJson(root, 'engine', result);
}
