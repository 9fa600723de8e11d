import type { ReactNode } from 'react';
import { useId } from 'react';
import { ProblemNotice } from '../layout/problem-notice';
import classes from './own-account.module.css';

interface SectionProps {
  readonly title: string;
  readonly lead: ReactNode;
  /** To the right of the title. */
  readonly tools?: ReactNode;
  readonly children?: ReactNode;
  /** What it is read from, where it is. */
  readonly read?: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown; readonly refetch: () => unknown };
}

export function Section({ title, lead, tools, children, read }: SectionProps) {
  const id = useId();
  return (
    <section className={`card ${classes.card}`} aria-labelledby={id}>
      <div className={classes.head}>
        <div>
          <h2 id={id}>{title}</h2>
          <p className="muted">{lead}</p>
        </div>
        {tools}
      </div>
      {read?.isPending && <p className="muted">One moment …</p>}
      {read?.isError && <ProblemNotice error={read.error} retry={() => void read.refetch()} />}
      {children}
    </section>
  );
}
