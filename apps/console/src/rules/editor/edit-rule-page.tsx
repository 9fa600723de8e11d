import type { RuleQuery } from '@vedette/api-client';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { PageHeading } from '../../layout/page-heading';
import { ProblemNotice } from '../../layout/problem-notice';
import { visibleText } from '../../layout/visible-text';
import { readRuleId, rulePath } from '../rule-path';
import classes from './editor.module.css';
import { RuleEditor } from './rule-editor';
import type { Beginning } from './rule-editor';
import { useEdited } from './use-edited';

type Detail = NonNullable<RuleQuery['rule']>;

export function EditRulePage() {
  const { id: part = '' } = useParams();
  const id = readRuleId(part);
  // The key: another rule's page begins anew, text and all.
  return <RuleById key={id} id={id} />;
}

function RuleById({ id }: { id: string }) {
  const rule = useEdited(id);
  // What is being written stays, whatever becomes of the rule meanwhile.
  const [first, setFirst] = useState<Detail | null>(null);
  if (first === null && rule.data) setFirst(rule.data);
  return (
    <>
      <nav aria-label="Breadcrumb" className={classes.back}>
        <Link to={rulePath(id)}>← Rule</Link>
      </nav>
      {rule.isPending && <p className="muted">Loading the rule …</p>}
      {rule.isError && !rule.data && <ProblemNotice error={rule.error} retry={() => void rule.refetch()} />}
      {rule.data === null && first === null && <PageHeading title="No such rule" lead="It may belong to another organisation, or be gone with a new version of its pack." />}
      {first && <Found id={id} detail={first} />}
    </>
  );
}

function Found({ id, detail }: { id: string; detail: Detail }) {
  const { file, rule } = detail;
  return (
    <>
      <PageHeading
        title={`Edit ${visibleText(rule.title)}`}
        lead={file ? 'Every text that is saved is kept as a version.' : `This rule is of the pack ${visibleText(rule.pack)}. What you save is your own copy, and runs in its place.`}
      />
      <RuleEditor beginning={beginningOf(id, detail)} />
    </>
  );
}

function beginningOf(id: string, { yaml, file, tests, rule }: Detail): Beginning {
  return { yaml, file, ruleId: id, tests, explained: file ? 'It is off until it is switched on.' : `It takes the pack’s place at once, and is ${rule.enabled ? 'on' : 'off'} as that was.` };
}
