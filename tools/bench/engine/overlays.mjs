import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { eventTexts } from '../shared-data.mjs';
import { cpuPerEvent, interleaved, micros, times } from './measure.mjs';

const OWNERS = 1_000;
const EVENTS = 6_000;
/** What a busy owner adds: rules of its own, rules switched off, exclusions. */
const OWN_RULES = 10;
const DISABLED = 20;
const FILTERS = 5;

async function heapInUse() {
  setFlagsFromString('--expose-gc');
  // Buffers are given back by another thread, some time after their owner was collected.
  for (let round = 0; round < 3; round++) {
    runInNewContext('gc')();
    await setTimeout(100);
  }
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}

function changesOf(sigma, all, owner) {
  const pick = (at) => all[(owner * 37 + at * 101) % all.length];
  const filter = (at) => `title: ${owner} ${at}\nlogsource: {product: windows}\nfilter: {rules: [${pick(at).id}], known: {Computer: host-${owner}}, condition: not known}\n`;
  const { filters } = sigma.loadRules([{ origin: `owner ${owner}`, text: Array.from({ length: FILTERS }, (_, at) => filter(at)).join('---\n') }]);
  return {
    rules: Array.from({ length: OWN_RULES }, (_, at) => ({ ...pick(at + 50), id: `own-${owner}-${at}` })),
    disabled: Array.from({ length: DISABLED }, (_, at) => pick(at + 100).id),
    filters,
  };
}

/** Compiles, and asks it about one event of each log, so that nothing is left to be built later. */
function built(make, events) {
  const set = make();
  for (const event of events) set.evaluate(event);
  return set;
}

export async function measureOverlays(sigma, documents, folder) {
  const { rules: all } = sigma.loadRules(documents);
  const events = eventTexts(folder, 'mixed', EVENTS).map((text) => sigma.normalise(JSON.parse(text)));
  const one = [...new Map(events.map((event) => [`${event.kind} ${event.fields.EventID}`, event])).values()];
  const empty = await heapInUse();
  let base;
  const baseMicros = cpuPerEvent(1, () => (base = built(() => sigma.compileRules(all), one)));
  const baseBytes = (await heapInUse()) - empty;
  const alone = () => events.forEach((event) => base.evaluate(event));
  const before = interleaved({ alone: [alone, events.length] }).alone;

  const changes = Array.from({ length: OWNERS }, (_, owner) => changesOf(sigma, all, owner));
  const start = await heapInUse();
  const overlays = [];
  const overlayMicros = cpuPerEvent(OWNERS, () => {
    for (const change of changes) overlays.push(built(() => sigma.overlay(base, change), one));
  });
  const overlayBytes = ((await heapInUse()) - start) / OWNERS;
  const { none, busy } = interleaved({
    none: [alone, events.length],
    busy: [() => events.forEach((event, at) => overlays[at % OWNERS].evaluate(event)), events.length],
  });
  const [edited] = sigma.loadRules([documents[0]]).rules;
  const editMicros = cpuPerEvent(1, () => built(() => sigma.overlay(base, { rules: [edited] }), one));
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(bytes < 1e6 ? 1 : 0)} kB`;
  return {
    figures: { baseMicros, baseBytes, overlayMicros, overlayBytes, editMicros, eventMicros: { withoutOverlays: before, noneAmongThousand: none, busy } },
    rows: [
      [`base of ${base.size} rules, with every index`, `${(baseMicros / 1000).toFixed(0)} ms, ${kilobytes(baseBytes)}`, '1×'],
      [`one of ${OWNERS} overlays: ${OWN_RULES} rules, ${DISABLED} switched off, ${FILTERS} filters`, `${(overlayMicros / 1000).toFixed(2)} ms, ${kilobytes(overlayBytes)}`, `${times(overlayMicros / baseMicros)} time, ${times(overlayBytes / baseBytes)} memory`],
      ['one rule of the base edited', `${(editMicros / 1000).toFixed(2)} ms`, times(editMicros / baseMicros)],
      ['event of an owner without overlay, no overlays present', micros(before), '1×'],
      [`the same beside ${OWNERS} overlays`, micros(none), times(none / before), '', '1×'],
      [`event of an owner with overlay, ${OWNERS} in turn`, micros(busy), times(busy / before)],
    ],
  };
}
