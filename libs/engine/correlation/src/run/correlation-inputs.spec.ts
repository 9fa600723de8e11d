import { loadRules } from '@vedette/sigma';
import { loadCorrelations } from '../parse/load-correlations';
import { correlationFamilies, correlationInputs } from './correlation-inputs';

const rule = (id: string): string => `title: ${id}\nid: ${id}\nlogsource: {category: test}\ndetection: {s: {n: 1}, condition: s}\n`;
const correlation = (id: string, rest: string): string => `title: ${id}\nid: ${id}\ncorrelation: {timespan: 5m, ${rest}}\n`;

const loaded = loadRules([{ origin: 'test', text: [
  rule('fail'), rule('success'), rule('other'),
  correlation('brute', 'type: event_count, rules: [fail], group-by: [user], condition: {gte: 3}'),
  correlation('then', 'type: temporal_ordered, rules: [brute, success], group-by: [who], aliases: {who: {brute: user, success: TargetUser}}'),
  correlation('spread', 'type: value_count, rules: [other], group-by: [host], condition: {gte: 3, field: port}'),
].join('---\n') }]);
const { correlations, refused } = loadCorrelations(loaded.correlations, loaded.rules);

describe('what correlations need', () => {
  it('names for each rule the fields that any of them looks at, through chains and aliases', () => {
    expect(refused).toEqual([]);
    expect(Object.fromEntries(correlationInputs(correlations))).toEqual({ fail: ['user'], success: ['TargetUser'], other: ['host', 'port'] });
  });

  it('keeps together what is chained, and apart what is not', () => {
    expect(correlationFamilies(correlations).map((family) => family.map(({ id }) => id))).toEqual([['brute', 'then'], ['spread']]);
    expect(correlationFamilies([])).toEqual([]);
  });
});
