import type { ReactNode } from 'react';
import { PageHeading } from '../layout/page-heading';
import { ThemeChoice } from '../layout/theme-choice';
import { Wordmark } from '../layout/wordmark';
import classes from './account-frame.module.css';

interface AccountFrameProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** It has come in the place of another page, without an address of its own. */
  readonly instead?: boolean;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}

/** The pages before one is signed in. */
export function AccountFrame({ title, lead, instead, children, foot }: AccountFrameProps) {
  return (
    <div className={classes.frame}>
      <header className={classes.top}>
        <Wordmark />
        <ThemeChoice />
      </header>
      <main className={classes.main}>
        <div className={`card ${classes.card}`}>
          <PageHeading title={title} lead={lead} instead={instead} />
          {children}
        </div>
        {foot && <p className={classes.foot}>{foot}</p>}
      </main>
      <footer className={classes.watch}>Keeps watch over your events, and says why when it calls.</footer>
    </div>
  );
}
