import { Button } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { useMay } from '../api/viewer';
import { useStartHunt } from '../hunts/use-hunt';
import { ChoiceBar } from '../layout/choice-bar';
import { visibleText } from '../layout/visible-text';
import type { RuleDetail } from './rule-days';
import classes from './rule.module.css';
import { useRerun } from './use-rules';

const spans = [
  ['1', '24 hours'],
  ['7', '7 days'],
  ['30', '30 days'],
  ['90', '90 days'],
] as const;
type Days = (typeof spans)[number][0];

const DAY = 86_400_000;

/** Asks the past: only to see, or to open the alerts that a late rule has missed. */
export function PastSection({ detail: { rule, yaml } }: { detail: RuleDetail }) {
  const mayHunt = useMay('hunt:write');
  const mayRerun = useMay('rule:write') && mayHunt;
  const navigate = useNavigate();
  const [days, setDays] = useState<Days>('7');
  const follow = ({ id }: { readonly id: string }) => void navigate(`/hunts/${id}`);
  const backtest = useStartHunt(follow);
  const rerun = useRerun(follow);
  const range = () => {
    const now = Date.now();
    return { from: new Date(now - Number(days) * DAY).toISOString(), to: new Date(now).toISOString() };
  };
  const busy = backtest.isPending || rerun.isPending;
  const errors = backtest.data?.startHunt.userErrors ?? rerun.data?.rerunRule.userErrors;
  const reason = errors?.find((error) => error.reason)?.reason;
  if (!mayHunt) return null;
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="past">
      <h2 id="past">The past</h2>
      <ChoiceBar legend="Range of time" choices={spans} chosen={days} choose={setDays} />
      <div className="row">
        <Button
          variant="default"
          disabled={busy}
          loading={backtest.isPending}
          onClick={() => {
            rerun.reset();
            backtest.mutate({ kind: 'BACKTEST', yaml, title: visibleText(rule.title).slice(0, 120), ...range(), sources: null });
          }}
        >
          Backtest
        </Button>
        {mayRerun && (
          <Button
            variant="default"
            disabled={busy || !rule.enabled || rule.refusal !== null}
            loading={rerun.isPending}
            onClick={() => {
              backtest.reset();
              rerun.mutate({ ruleId: rule.id, ...range() });
            }}
          >
            Run over the past
          </Button>
        )}
      </div>
      <p className="muted">
        A backtest only counts the alerts it would have opened. {mayRerun && `Running it over the past opens them; nothing counts twice${rule.enabled ? '.' : ', but the rule must be on.'}`}
      </p>
      <FormProblem message={reason ? `${formError(errors, []) ?? ''} ${visibleText(reason)}` : errors?.[0]?.message} error={backtest.error ?? rerun.error} />
    </section>
  );
}
