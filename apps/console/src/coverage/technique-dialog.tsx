import { Button, Modal } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { RulesDocument } from '@vedette/api-client';
import type { RuleRow } from '@vedette/api-client';
import { Link } from 'react-router';
import { attackUrl } from '../alert/attack-url';
import { api } from '../api/client';
import { amount } from '../layout/format-amount';
import { ProblemNotice } from '../layout/problem-notice';
import { visibleText } from '../layout/visible-text';
import { rulePath } from '../rules/rule-path';
import classes from './coverage.module.css';
import { stateOf } from './matrix';
import type { Cell } from './matrix';
import { StateSign, stateWords } from './state-sign';

/** What is known of a technique here, and the rules that look for it. */
export function TechniqueDialog({ cell: { technique, below }, close }: { cell: Cell; close: () => void }) {
  const { id, name, enabled, disabled, visible, alerts } = technique;
  const state = stateOf(technique);
  const href = attackUrl({ tag: `attack.${id.toLowerCase()}`, technique: id, tactic: null });
  return (
    <Modal opened onClose={close} size="lg" title={`${id} ${name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="stack">
        <p className="row">
          <StateSign state={state} /> {stateWords[state]}
          {below.length > 0 && <span className="muted">(the technique itself, without those below it)</span>}
        </p>
        <dl className={classes.facts}>
          <Fact name="Alerts in 90 days" value={alerts} />
          <Fact name="Rules on" value={enabled} />
          <Fact name="of these with a source" value={visible} />
          <Fact name="Rules off" value={disabled} />
        </dl>
        {below.length > 0 && (
          <details className={classes.below}>
            <summary>{below.length === 1 ? 'One sub-technique' : `${below.length} sub-techniques`}</summary>
            <ul>
              {below.map((sub) => (
                <li key={sub.id}>
                  <StateSign state={stateOf(sub)} /> <span className={classes.id}>{sub.id}</span> {sub.name} <span className="muted">{stateWords[stateOf(sub)]}</span>
                </li>
              ))}
            </ul>
          </details>
        )}
        <h3 id="technique-rules">{below.length > 0 ? 'Rules, those for its sub-techniques too' : 'Rules'}</h3>
        <RulesOf technique={id} />
        {href && (
          <a href={href} target="_blank" rel="noopener noreferrer">
            {id} at MITRE ATT&amp;CK
          </a>
        )}
      </div>
    </Modal>
  );
}

function Fact({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{amount(value)}</dd>
    </div>
  );
}

function RulesOf({ technique }: { technique: string }) {
  const rules = useInfiniteQuery({
    queryKey: ['rules-of-technique', technique],
    queryFn: async ({ pageParam, signal }) => (await api.request(RulesDocument, { first: 50, after: pageParam, filter: { technique } }, signal)).rules,
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
  });
  if (rules.isError) return <ProblemNotice error={rules.error} retry={() => void rules.refetch()} />;
  if (rules.isPending) return <p className="muted">Loading rules …</p>;
  // A pack's rule whose place an own one takes does not run.
  const found = rules.data.pages.flatMap(({ edges }) => edges.map(({ node }) => node)).filter(({ replaced }) => !replaced);
  if (found.length === 0 && !rules.hasNextPage) return <p className="muted">No rule looks for it.</p>;
  return (
    <>
      <ul aria-labelledby="technique-rules" className={classes.rules}>
        {found.map((rule) => (
          <li key={`${rule.pack}/${rule.path}/${rule.id}`}>
            {rule.id ? <Link to={rulePath(rule.id)}>{visibleText(rule.title)}</Link> : visibleText(rule.title)} <span className="muted">{ruleWords(rule)}</span>
          </li>
        ))}
      </ul>
      {rules.hasNextPage && (
        <div>
          <Button variant="default" size="xs" loading={rules.isFetchingNextPage} onClick={() => void rules.fetchNextPage()}>
            More rules
          </Button>
        </div>
      )}
    </>
  );
}

function ruleWords({ refusal, enabled, severity, level, own, pack }: RuleRow): string {
  return [refusal ? 'cannot run' : enabled ? 'on' : 'off', (severity ?? level).toLowerCase(), own ? 'own' : pack].map(visibleText).join(' · ');
}
