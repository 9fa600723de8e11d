import { useQuery } from '@tanstack/react-query';
import { RuleTestRunDocument } from '@vedette/api-client';
import { api } from '../api/client';
import { ProblemNotice } from '../layout/problem-notice';
import { visibleText } from '../layout/visible-text';
import type { RuleDetail } from './rule-days';
import classes from './rule.module.css';

/** The tests stored with a rule, run on its present text. */
export function TestSection({ detail: { rule, file, yaml, tests } }: { detail: RuleDetail }) {
  const run = useQuery({
    // The path: without it the text would be judged as another file that takes the same id.
    queryKey: ['rule-test-run', rule.id, file?.path, yaml, tests],
    queryFn: async ({ signal }) => (await api.request(RuleTestRunDocument, { input: { yaml, path: file?.path, tests: tests.map(({ name, event, matches }) => ({ name, event, matches })) } }, signal)).ruleTestRun,
    enabled: tests.length > 0,
    staleTime: Infinity,
  });
  const results = run.data?.results ?? [];
  const fault = run.data?.findings.find(({ severity }) => severity === 'error');
  const passed = results.filter((one) => one.passed).length;
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="tests">
      <h2 id="tests">
        Tests {results.length > 0 && <span className="muted">· {passed} of {results.length} pass</span>}
      </h2>
      {tests.length === 0 && <p className="muted">No test is stored with this rule. Add some where it is edited.</p>}
      {run.isError && <ProblemNotice error={run.error} retry={() => void run.refetch()} />}
      {run.data && results.length === 0 && <p className="muted">The tests did not run{fault ? `: ${visibleText(fault.message)}` : '.'}</p>}
      {tests.length > 0 && (
        <ul className={classes.list}>
          {tests.map(({ name, matches }, index) => {
            const result = results[index];
            return (
              <li key={name} className={classes.item}>
                <div className={classes.itemHead}>
                  <h3>{visibleText(name)}</h3>
                  <span className={classes.result} data-passed={result?.passed}>
                    {result ? (result.passed ? '✓ passed' : '✗ failed') : run.isFetching ? 'running …' : 'not run'}
                  </span>
                </div>
                <p className="muted">
                  {matches ? 'Must match' : 'Must not match'}
                  {result && !result.passed && (result.matched ? ', and matched' : ', and did not')}
                </p>
                {result && (
                  <details className={classes.more}>
                    <summary>Why</summary>
                    <pre tabIndex={0} role="group" aria-label={`Why: ${visibleText(name)}`} className={classes.plain}>
                      {visibleText(result.why.join('\n'))}
                    </pre>
                  </details>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
