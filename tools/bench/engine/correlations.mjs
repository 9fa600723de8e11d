import { eventTexts } from '../shared-data.mjs';
import { interleaved, micros, times } from './measure.mjs';

const EVENTS = 12_000;

const conditions = {
  event_count: '{gte: 1000000}',
  value_count: '{field: EventRecordID, gte: 1000000}',
  value_sum: '{field: EventRecordID, gte: 100000000000000}',
  temporal: '{gte: 1}',
};

function correlatorOf({ loadRules }, { Correlator, loadCorrelations }, type) {
  const text = `title: rule
id: rule
logsource: {product: windows}
detection: {s: {a: b}, condition: s}
---
title: ${type}
id: ${type}
correlation: {type: ${type}, rules: [rule], group-by: [Computer, Channel], timespan: 10m, condition: ${conditions[type]}}
`;
  const loaded = loadRules([{ origin: 'bench', text }]);
  const { correlations, refused } = loadCorrelations(loaded.correlations, loaded.rules);
  if (refused.length > 0) throw new Error(refused[0].reason);
  return new Correlator(correlations, { latenessMs: 0 });
}

/** One correlation that every event of real recordings hits, grouped by computer and channel, in event time. */
export function measureCorrelations(sigma, correlation, folder) {
  const texts = eventTexts(folder, 'mordor', EVENTS);
  const hits = texts
    .map((text, index) => ({ event: sigma.normalise(JSON.parse(text)), index }))
    .filter(({ event }) => event.at !== undefined)
    .sort((a, b) => a.event.at - b.event.at)
    .map(({ event, index }) => ({ ruleId: 'rule', at: event.at, fields: event.fields, ref: String(index) }));
  const push = (type) => () => {
    const correlator = correlatorOf(sigma, correlation, type);
    for (const hit of hits) correlator.push(hit);
  };
  const figures = interleaved({
    parse: [() => texts.forEach((text) => JSON.parse(text)), texts.length],
    ...Object.fromEntries(Object.keys(conditions).map((type) => [type, [push(type), hits.length]])),
  });
  const bars = { event_count: '≤ 1×', value_count: '≤ 1×' };
  return {
    figures,
    rows: Object.keys(conditions).map((type) => [
      `${type}: ${hits.length} hits, ${Math.round(1e6 / figures[type])} events/s a core`,
      micros(figures[type]),
      times(figures[type] / figures.parse),
      '',
      bars[type] ?? '',
    ]),
  };
}
