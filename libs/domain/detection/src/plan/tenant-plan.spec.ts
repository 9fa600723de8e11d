import { planOf } from '../fixtures/plans';

const rule = (name: string, product: string) => `
title: ${name}
id: ${name === 'ssh' ? '10000000-0000-4000-8000-000000000001' : '10000000-0000-4000-8000-000000000002'}
name: ${name}
logsource: { product: ${product}, service: any }
detection: { s: { message: ${name} }, condition: s }
level: low
`;
const correlation = (id: number, rules: string) => `
title: many ${id}
id: 20000000-0000-4000-8000-00000000000${id}
correlation: { type: event_count, rules: [${rules}], group-by: [host], timespan: 5m, condition: { gte: 3 } }
level: high
`;
/** Which of the correlations live where, by their last digit. */
function placed(...texts: string[]): Record<number, string[]> {
  const { partitions } = planOf([rule('ssh', 'linux'), rule('own', 'vedette'), ...texts]);
  return Object.fromEntries([...partitions].map(([at, correlations]) => [at, correlations.map(({ id }) => id.slice(-1))]));
}

describe('the partitions of a plan', () => {
  it('keep what Vedette tells of itself apart: its time is not that of the logs', () => {
    expect(placed(correlation(1, 'ssh'), correlation(2, 'own'))).toEqual({ 0: ['1'], 1: ['2'] });
  });

  it('leave a correlation over both with the logs', () => {
    expect(placed(correlation(3, 'ssh, own'), correlation(4, 'own'))).toEqual({ 0: ['3'], 1: ['4'] });
  });
});
