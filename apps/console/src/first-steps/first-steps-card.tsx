import { Button, CloseButton } from '@mantine/core';
import { Link } from 'react-router';
import { ProblemNotice } from '../layout/problem-notice';
import classes from './first-steps.module.css';
import { stepWords } from './step-words';
import { useDismissal, useFirstSteps } from './use-first-steps';

/** What a new organisation does first. Gone once all is done, or put away. */
export function FirstStepsCard() {
  const steps = useFirstSteps();
  const dismissal = useDismissal();
  if (!steps) {
    return (
      <div role="status" className={dismissal.undoable ? classes.away : undefined}>
        {dismissal.undoable && (
          <>
            <span>The first steps are put away, for all of the organisation.</span>
            <Button variant="subtle" size="xs" loading={dismissal.busy} onClick={() => dismissal.put(false)}>
              Show them again
            </Button>
          </>
        )}
      </div>
    );
  }
  const done = steps.filter((step) => step.done).length;
  return (
    <section className={`card ${classes.card}`} aria-labelledby="first-steps">
      <header className={classes.head}>
        <h2 id="first-steps">First steps</h2>
        <p role="status" className="muted">
          {done} of {steps.length} done
        </p>
        <CloseButton size={28} aria-label="Put the first steps away" title="Put away" disabled={dismissal.busy} onClick={() => dismissal.put(true)} />
      </header>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step.id} data-done={step.done || undefined}>
            <Tick done={step.done} />
            {step.done ? <span>{stepWords[step.id]?.words}</span> : <Link to={stepWords[step.id]?.to ?? '/'}>{stepWords[step.id]?.words}</Link>}
            <span className="hidden">{step.done ? ', done' : ', to do'}</span>
          </li>
        ))}
      </ol>
      {dismissal.error && <ProblemNotice error={dismissal.error} />}
    </section>
  );
}

function Tick({ done }: { done: boolean }) {
  return (
    <svg className={classes.tick} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="7" fill={done ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="1.5" />
      {done && <path d="M4.8 8.3l2.2 2.2 4.2-4.6" fill="none" stroke="var(--surface)" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />}
    </svg>
  );
}
