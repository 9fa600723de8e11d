// What jest wrote for each project, summed by kind of suite.

/** Kinds by file name, most telling suffix first; the rest are unit tests. */
const suffixes = [
  [/\.e2e\.tsx?$/, 'e2e'],
  [/\.db\.spec\.tsx?$/, 'db'],
  [/\.queue\.spec\.tsx?$/, 'queue'],
  [/\.conformance\.spec\.tsx?$/, 'conformance'],
];
export const kinds = ['unit', 'db', 'queue', 'conformance', 'e2e'];
export const kindOf = (file) => suffixes.find(([pattern]) => pattern.test(file))?.[1] ?? 'unit';

const nothing = () => ({ passed: 0, failed: 0, skipped: 0 });

/** Adds one project's report to `totals`. A file that could not even be loaded counts as one failure. */
export function addReport(totals, report) {
  for (const file of report.testResults) {
    const row = (totals[kindOf(file.name)] ??= nothing());
    for (const { status } of file.assertionResults) {
      if (status === 'passed') row.passed++;
      else if (status === 'failed') row.failed++;
      else row.skipped++;
    }
    if (file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed')) row.failed++;
  }
  return totals;
}

/** What failed in one report, each with the first lines of why: the last thing that a long log says. */
export function failures(report) {
  return report.testResults
    .filter(({ status }) => status === 'failed')
    .flatMap((file) => {
      const tests = file.assertionResults.filter(({ status }) => status === 'failed');
      if (!tests.length) return [`${file.name} could not be run\n${excerpt(file.message)}`];
      return tests.map(({ fullName, failureMessages }) => `${file.name} › ${fullName}\n${excerpt(failureMessages?.join('\n'))}`);
    });
}

const excerpt = (text = '') => text.replaceAll(/\u001b\[[0-9;]*m/g, '').split('\n').slice(0, 12).map((line) => `      ${line.slice(0, 200)}`).join('\n');

export function sum(totals) {
  return Object.values(totals).reduce(
    (all, row) => ({ passed: all.passed + row.passed, failed: all.failed + row.failed, skipped: all.skipped + row.skipped }),
    nothing(),
  );
}

/** A table a person can read. `problems`: steps that failed outside of any test; each is one failure in the count. `failed`: the tests that did. */
export function summary(totals, problems, failed = []) {
  const row = (name, { passed, failed, skipped }) =>
    `  ${name.padEnd(12)}${String(passed).padStart(8)}${String(failed).padStart(8)}${String(skipped).padStart(9)}`;
  const all = sum(totals);
  return [
    '',
    `  ${'suite'.padEnd(12)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}`,
    ...kinds.filter((kind) => totals[kind]).map((kind) => row(kind, totals[kind])),
    ...failed.map((each) => `  failed: ${each}`),
    ...problems.map((problem) => `  failed: ${problem}`),
    '',
    `${all.passed} passed, ${all.failed + problems.length} failed, ${all.skipped} skipped`,
  ].join('\n');
}
