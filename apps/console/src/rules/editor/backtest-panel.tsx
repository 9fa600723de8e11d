import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { FormProblem } from '../../account/form-problem';
import { useMay } from '../../api/viewer';
import { isUnderWay, paceOf } from '../../hunts/outcome';
import { useCancelHunt, useHunt, useStartHunt } from '../../hunts/use-hunt';
import { ChoiceBar } from '../../layout/choice-bar';
import { ProblemNotice } from '../../layout/problem-notice';
import { useNow } from '../../layout/use-now';
import { visibleText } from '../../layout/visible-text';
import { backtestWords, spanOf, spans } from './backtest-words';
import type { Span } from './backtest-words';
import classes from './editor.module.css';

/** What the text as it stands would have done in the past. */
export function BacktestPanel({ yaml }: { yaml: string }) {
  const may = useMay('hunt:write');
  const [span, setSpan] = useState<Span>('week');
  const [hunt, setHunt] = useState<{ readonly id: string; readonly yaml: string } | null>(null);
  const start = useStartHunt(({ id }) => setHunt({ id, yaml }));
  const error = start.data?.startHunt.userErrors[0];
  const begin = () => {
    setHunt(null);
    start.mutate({ kind: 'BACKTEST', yaml, title: null, sources: null, ...spanOf(span, Date.now()) });
  };
  if (!may) return null;
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="backtest">
      <h2 id="backtest">Backtest</h2>
      <p className="muted">Counts the alerts that this text would have opened; what is excluded today is left out.</p>
      <div className="row">
        <ChoiceBar legend="Backtest range" choices={spans} chosen={span} choose={setSpan} />
        <Button variant="default" loading={start.isPending} disabled={yaml.trim() === ''} onClick={begin}>
          Backtest
        </Button>
      </div>
      <FormProblem message={error && `${error.line === null ? '' : `Line ${error.line}: `}${visibleText(error.reason ?? error.message)}`} error={start.error} />
      {hunt && <Backtest key={hunt.id} id={hunt.id} old={hunt.yaml !== yaml} />}
    </section>
  );
}

function Backtest({ id, old }: { id: string; old: boolean }) {
  const { hunt, feed } = useHunt(id);
  const cancel = useCancelHunt(id);
  const now = useNow();
  if (hunt.isError) return <ProblemNotice error={hunt.error} retry={() => void hunt.refetch()} />;
  if (!hunt.data) return <p className="muted">Starting …</p>;
  const pace = paceOf(hunt.data, Math.max(now, hunt.dataUpdatedAt));
  const live = isUnderWay(hunt.data);
  const words = visibleText(backtestWords(hunt.data, pace?.ms ?? null));
  return (
    <div className={classes.backtest}>
      {live && (
        <progress aria-label="Events looked at" max={Math.max(1, hunt.data.eventsTotal)} value={hunt.data.state === 'WAITING' ? 0 : hunt.data.eventsDone} className={classes.bar} />
      )}
      {/* While it runs the numbers change all the time: only the end is read out. */}
      {live && <p className={classes.outcome}>{words}</p>}
      <p role="status" className={classes.outcome} data-state={hunt.data.state}>
        {live ? '' : words}
      </p>
      {hunt.data.state === 'DONE' && hunt.data.problem && <p role="alert">Not everything could be read: {visibleText(hunt.data.problem)}. Matches may be missing.</p>}
      {live && feed === 'reconnecting' && <p className="muted">The live line is lost and being tried again; the backtest itself goes on.</p>}
      {old && <p className="muted">The text was changed since; this is about the one before.</p>}
      <FormProblem message={cancel.data?.cancelHunt.userErrors[0]?.message} error={cancel.error} />
      <div className="row">
        {live && (
          <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel backtest
          </Button>
        )}
        <Link to={`/hunts/${id}`} target="_blank" rel="noopener">
          Matches in a new tab
        </Link>
      </div>
    </div>
  );
}
