import type { ReactNode } from 'react';
import { PageHeading } from '../layout/page-heading';
import { ThemeChoice } from '../layout/theme-choice';
import { Wordmark } from '../layout/wordmark';
import classes from './account-frame.module.css';

/** The pages before one is signed in. */
export function AccountFrame({ title, lead, children, foot }: { title: string; lead?: ReactNode; children: ReactNode; foot?: ReactNode }) {
  return (
    <div className={classes.frame}>
      <header className={classes.top}>
        <Wordmark />
        <ThemeChoice />
      </header>
      <main className={classes.main}>
        <div className={`card ${classes.card}`}>
          <PageHeading title={title} lead={lead} />
          {children}
        </div>
        {foot && <p className={classes.foot}>{foot}</p>}
      </main>
      <footer className={classes.watch}>Keeps watch over your events, and says why when it calls.</footer>
    </div>
  );
}
