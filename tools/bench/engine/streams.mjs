import { eventTexts } from '../shared-data.mjs';
import { interleaved, micros, times } from './measure.mjs';

const EVENTS = 12_000;
const NAIVE_EVENTS = 100;

/** docs/benchmarks.md says where these come from. */
const firstLanding = { mixed: ['≤ 8×', '60,000'], 'process creation': ['', '40,000'] };
const bars = { mixed: '≤ 5×', mordor: '≤ 3.2×' };

function measureStream(sigma, { rules, plain }, texts) {
  const few = texts.filter((_, index) => index % Math.ceil(texts.length / NAIVE_EVENTS) === 0).map((text) => sigma.normalise(JSON.parse(text)));
  let matches = 0;
  const figures = interleaved({
    parse: [() => texts.forEach((text) => JSON.parse(text)), texts.length],
    normalise: [() => texts.forEach((text) => sigma.normalise(JSON.parse(text))), texts.length],
    detect: [
      () => {
        matches = 0;
        for (const text of texts) matches += rules.evaluate(sigma.normalise(JSON.parse(text))).length;
      },
      texts.length,
    ],
    naive: [() => few.forEach((event) => plain.evaluate(event)), few.length],
  });
  return { ...figures, matches, ratio: figures.detect / figures.parse, bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length };
}

/** Parsing and detection beside `JSON.parse` and beside the readable interpreter of the same rules. */
export function measureStreams(sigma, engines, folder) {
  const figures = {};
  const rows = [];
  for (const stream of ['mixed', 'mordor', 'process creation']) {
    const texts = eventTexts(folder, stream, EVENTS);
    const { parse, normalise, detect, naive, matches, ratio, bytes } = (figures[stream] = measureStream(sigma, engines, texts));
    const [landingRatio = '', landingRate = ''] = firstLanding[stream] ?? [];
    rows.push(
      [`${stream}: JSON.parse, ${texts.length} events of ${Math.round(bytes)} B`, micros(parse), '1×'],
      [`${stream}: parse + normalise`, micros(normalise), times(normalise / parse)],
      [`${stream}: parse + normalise + detect, ${matches} matches`, micros(detect), times(ratio), landingRatio, bars[stream] ?? ''],
      [`${stream}: naive interpreter of the same rules, without parsing`, micros(naive), times(naive / parse)],
      [`${stream}: events/s a core`, String(Math.round(1e6 / detect)), '', landingRate],
    );
  }
  return { figures, rows };
}
