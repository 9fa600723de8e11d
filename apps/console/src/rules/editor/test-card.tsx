import { Button, TextInput } from '@mantine/core';
import type { RuleTestRunQuery } from '@vedette/api-client';
import { ChoiceBar } from '../../layout/choice-bar';
import { CodeText } from '../../layout/code-text';
import { visibleText } from '../../layout/visible-text';
import type { DraftTest } from './draft-test';
import classes from './editor.module.css';

export type TestResult = RuleTestRunQuery['ruleTestRun']['results'][number];

interface TestCardProps {
  readonly number: number;
  readonly draft: DraftTest;
  readonly fault: { readonly name?: string; readonly event?: string } | undefined;
  readonly result: TestResult | undefined;
  readonly change: (draft: DraftTest) => void;
  readonly remove: () => void;
}

const expectations = [
  ['yes', 'must match'],
  ['no', 'must not match'],
] as const;

/** An event, and whether the rule must match it. */
export function TestCard({ number, draft, fault, result, change, remove }: TestCardProps) {
  const named = visibleText(draft.name.trim()) || `test ${number}`;
  return (
    <li>
      <fieldset className={classes.test} data-passed={result?.passed}>
        <legend className="hidden">Test {number}</legend>
        <div className={classes.testHead}>
          <TextInput label="Name" maxLength={200} value={draft.name} error={fault?.name} onChange={({ currentTarget: { value } }) => change({ ...draft, name: value })} />
          <ChoiceBar legend="The rule" choices={expectations} chosen={draft.matches ? 'yes' : 'no'} choose={(choice) => change({ ...draft, matches: choice === 'yes' })} />
          <Button variant="subtle" size="xs" aria-label={`Remove ${named}`} onClick={remove}>
            Remove
          </Button>
        </div>
        <CodeText label="Event as JSON" least={5} text={draft.event} change={(event) => change({ ...draft, event })} faults={fault?.event ? [{ line: null, column: null, message: fault.event }] : []} />
        {result && <Outcome result={result} />}
      </fieldset>
    </li>
  );
}

function Outcome({ result: { passed, matched, why } }: { result: TestResult }) {
  return (
    <div>
      <p className={classes.verdict} data-passed={passed}>
        <span aria-hidden="true">{passed ? '✓' : '✕'}</span> <strong>{passed ? 'Passed' : 'Failed'}</strong>: it {matched ? 'matched' : 'did not match'}
      </p>
      {why.length > 0 && (
        <details open={!passed}>
          <summary>Why</summary>
          <pre tabIndex={0} aria-label="Why" className={classes.why}>
            {visibleText(why.join('\n'))}
          </pre>
        </details>
      )}
    </div>
  );
}
