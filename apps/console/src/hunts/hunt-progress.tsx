import type { FeedState, HuntDetail } from '@vedette/api-client';
import type { ReactNode } from 'react';
import { amount, counted, duration, share } from '../layout/format-amount';
import { useNow } from '../layout/use-now';
import classes from './hunts.module.css';
import { alertsPerDay, isUnderWay, paceOf, verdictOf } from './outcome';

/** How far it has come, and what came of it. */
export function HuntProgress({ hunt, feed }: { hunt: HuntDetail; feed: FeedState }) {
  const pace = paceOf(hunt, useNow());
  const live = isUnderWay(hunt);
  const ended = hunt.state === 'DONE';
  return (
    <section className={`card ${classes.progress}`} aria-labelledby="outcome">
      <h2 id="outcome" role="status" data-state={hunt.state}>
        {verdictOf(hunt)}
      </h2>
      {ended && hunt.matches === 0 && hunt.eventsTotal > 0 && (
        <p className="muted">Every event of the range was looked at. Try a longer range, other sources, or fewer conditions.</p>
      )}
      {ended && hunt.problem && <p role="alert">Not everything could be read: {hunt.problem}. Matches may be missing.</p>}
      {live && (
        <>
          <progress aria-label="Events looked at" max={Math.max(1, hunt.eventsTotal)} value={hunt.state === 'WAITING' ? 0 : hunt.eventsDone} className={classes.bar} />
          {feed === 'reconnecting' && <p className="muted">The live line is lost and being tried again; the hunt itself goes on.</p>}
        </>
      )}
      <dl className={classes.facts}>
        <Fact name="Events done">
          {amount(hunt.eventsDone)} <span className="muted">of {amount(hunt.eventsTotal)}</span> {live && share(hunt.eventsDone, hunt.eventsTotal)}
        </Fact>
        <Fact name="Candidates">{amount(hunt.candidates)}</Fact>
        <Fact name="Matches">{amount(hunt.matches)}</Fact>
        {hunt.kind === 'BACKTEST' && <Fact name="Left out by exclusions">{amount(hunt.excluded)}</Fact>}
        <Fact name="Time">{pace ? duration(pace.ms) : 'not begun'}</Fact>
        {pace && <Fact name="Events a second">{amount(pace.perSecond)}</Fact>}
      </dl>
      {ended && hunt.kind === 'BACKTEST' && (
        <p>
          <strong>Predicted: {alertsPerDay(hunt)} alerts per day.</strong> {counted(hunt.alerts, 'alert')} over the whole range; days without events count as quiet ones.
        </p>
      )}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
