import { useState } from 'react';
import { Link } from 'react-router';
import { PageHeading } from '../../layout/page-heading';
import classes from './editor.module.css';
import { RuleEditor } from './rule-editor';
import type { Beginning } from './rule-editor';
import { newRuleId, ruleTemplate } from './rule-template';

export function NewRulePage() {
  const [beginning] = useState<Beginning>(() => ({
    yaml: ruleTemplate(newRuleId(), new Date().toISOString().slice(0, 10)),
    file: null,
    ruleId: null,
    tests: [],
    explained: 'A new rule is off until it is switched on.',
  }));
  return (
    <>
      <nav aria-label="Breadcrumb" className={classes.back}>
        <Link to="/rules">← Rules</Link>
      </nav>
      <PageHeading title="New rule" lead="Write it as Sigma, test it on events, ask the past, then save." />
      <RuleEditor beginning={beginning} />
    </>
  );
}
