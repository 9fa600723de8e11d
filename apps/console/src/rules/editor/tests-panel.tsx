import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { RuleTestRunDocument } from '@vedette/api-client';
import { useRef, useState } from 'react';
import { api } from '../../api/client';
import { FormProblem } from '../../account/form-problem';
import { counted } from '../../layout/format-amount';
import { draftFaults, eventOf, MOST_TESTS } from './draft-test';
import type { DraftTest } from './draft-test';
import classes from './editor.module.css';
import { exampleEvent } from './rule-template';
import { TestCard } from './test-card';

interface TestsPanelProps {
  readonly yaml: string;
  readonly path: string;
  readonly drafts: readonly DraftTest[];
  readonly change: (drafts: readonly DraftTest[]) => void;
}

/** Events that the rule must, or must not, match; asked of the text as it stands. */
export function TestsPanel({ yaml, path, drafts, change }: TestsPanelProps) {
  const [faulty, setFaulty] = useState(false);
  const added = useRef(0);
  const run = useMutation({
    mutationFn: async (asked: readonly DraftTest[]) => {
      const tests = asked.map(({ name, event, matches }) => {
        const read = eventOf(event);
        return { name: name.trim(), matches, event: typeof read === 'string' ? null : read.event };
      });
      const { ruleTestRun } = await api.request(RuleTestRunDocument, { input: { yaml, path, tests } });
      // Each answer belongs to what was asked, in its order; what is changed later has none.
      return { yaml, cannotRun: ruleTestRun.results.length === 0, results: new Map(asked.map((draft, at) => [draft, ruleTestRun.results[at]] as const)) };
    },
  });
  const faults = draftFaults(drafts);
  const start = () => {
    setFaulty(faults.size > 0);
    if (faults.size === 0) run.mutate(drafts);
  };
  const add = () => change([...drafts, { key: `new-${(added.current += 1)}`, name: `Test ${drafts.length + 1}`, event: exampleEvent, matches: true, ruleId: null }]);
  // The answer is about the text that was asked.
  const done = run.data?.yaml === yaml ? run.data : undefined;
  const results = drafts.map((draft) => done?.results.get(draft));
  const known = results.filter((result) => result !== undefined);
  const passed = known.filter((result) => result.passed).length;
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="tests">
      <h2 id="tests">Tests</h2>
      {drafts.length === 0 && <p className="muted">A test is an event that the rule must, or must not, match. Tests are saved with the rule.</p>}
      {drafts.length > 0 && (
        <ol className={classes.tests}>
          {drafts.map((draft, at) => (
            <TestCard
              key={draft.key}
              number={at + 1}
              draft={draft}
              fault={faulty ? faults.get(draft.key) : undefined}
              result={results[at]}
              change={(next) => change(drafts.map((one) => (one.key === draft.key ? next : one)))}
              remove={() => change(drafts.filter(({ key }) => key !== draft.key))}
            />
          ))}
        </ol>
      )}
      <FormProblem error={run.error} message={faulty && faults.size > 0 ? 'Some tests cannot be run as they are.' : done?.cannotRun ? 'The rule cannot run as it is: see the findings.' : null} />
      <div className="row">
        <Button variant="default" disabled={drafts.length >= MOST_TESTS} onClick={add}>
          Add test
        </Button>
        <Button variant="default" disabled={drafts.length === 0} loading={run.isPending} onClick={start}>
          Run tests
        </Button>
        <span role="status" className="muted">
          {known.length > 0 ? `${passed} of ${counted(known.length, 'test')} passed` : ''}
        </span>
      </div>
    </section>
  );
}
