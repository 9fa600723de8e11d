import { addReport, failures, kindOf, sum, summary } from './results.mjs';

const file = (name, ...statuses) => ({ name, status: statuses.includes('failed') ? 'failed' : 'passed', assertionResults: statuses.map((status) => ({ status })) });

describe('the count of a test run', () => {
  it.each([
    ['alerts.spec.ts', 'unit'],
    ['alerts.db.spec.ts', 'db'],
    ['relay.queue.spec.ts', 'queue'],
    ['sigma.conformance.spec.ts', 'conformance'],
    ['triage.e2e.ts', 'e2e'],
    ['rules.spec.mjs', 'unit'],
  ])('knows %s as %s', (name, kind) => expect(kindOf(name)).toBe(kind));

  it('adds passed, failed and skipped by kind', () => {
    const totals = addReport({}, { testResults: [file('a.spec.ts', 'passed', 'failed'), file('b.db.spec.ts', 'passed', 'pending', 'todo')] });
    expect(totals).toEqual({ unit: { passed: 1, failed: 1, skipped: 0 }, db: { passed: 1, failed: 0, skipped: 2 } });
    expect(sum(totals)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });

  it('counts a file that could not be loaded as a failure', () => {
    expect(sum(addReport({}, { testResults: [{ name: 'a.spec.ts', status: 'failed', assertionResults: [] }] })).failed).toBe(1);
  });

  it('counts a failed step as a failure, so that the last line never lies', () => {
    expect(summary({ unit: { passed: 3, failed: 0, skipped: 0 } }, ['lint']).split('\n').at(-1)).toBe('3 passed, 1 failed, 0 skipped');
  });

  it('names what failed and why, and a file that could not be run', () => {
    const broken = { name: 'b.spec.ts', status: 'failed', assertionResults: [], message: 'no such module' };
    const failing = { name: 'a.spec.ts', status: 'failed', assertionResults: [{ status: 'failed', fullName: 'adds one', failureMessages: ['expected 2'] }] };
    expect(failures({ testResults: [file('c.spec.ts', 'passed'), failing, broken] })).toEqual([
      'a.spec.ts › adds one\n      expected 2',
      'b.spec.ts could not be run\n      no such module',
    ]);
    expect(summary({}, [], ['a.spec.ts › adds one'])).toContain('failed: a.spec.ts › adds one');
  });
});
