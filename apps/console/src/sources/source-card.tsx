import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { amount } from '../layout/format-amount';
import { Moment } from '../layout/moment';
import { useNow } from '../layout/use-now';
import { kindWords } from './kind-words';
import type { LedgerLine } from './ledger-sum';
import { everyMinute } from './minutes';
import { MutedBadge } from './muted-badge';
import { OWN_SOURCE, sourceWords } from './own-source';
import { QualityList } from './quality-list';
import { sourcePath } from './source-path';
import classes from './sources.module.css';
import { Sparkline } from './sparkline';
import { SHOWN_MINUTES } from './use-sources';
import type { Source } from './use-sources';

interface SourceCardProps {
  readonly source: Source;
  /** Of the last seven days; undefined while it is read, or where nothing came. */
  readonly week: LedgerLine | undefined;
  /** Undefined for those who may not. */
  readonly mute: ((muted: boolean) => void) | undefined;
  readonly busy: boolean;
}

export function SourceCard({ source, week, mute, busy }: SourceCardProps) {
  const minutes = everyMinute(source.minutes, useNow(), SHOWN_MINUTES);
  const name = sourceWords(source.name);
  return (
    <article className={`card ${classes.source}`} aria-label={name}>
      <header className={classes.head}>
        <h2>
          <Link to={sourcePath(source.name)} className={`mono ${classes.name}`}>
            {name}
          </Link>
        </h2>
        <p className="muted">{kindWords(source.kind)}</p>
        {source.muted && <MutedBadge />}
      </header>
      <Sparkline minutes={minutes} name={name} />
      <dl className={classes.facts}>
        <Fact name="Last event">{source.lastEventAt ? <Moment at={source.lastEventAt} /> : 'none yet'}</Fact>
        <Fact name="Accepted">{amount(source.accepted)}</Fact>
        <Fact name="Refused">{source.rejected > 0 ? <Link to={`${sourcePath(source.name)}#refused`}>{amount(source.rejected)}</Link> : '0'}</Fact>
      </dl>
      {mute && source.name !== OWN_SOURCE && (
        <Button className={classes.mute} variant="default" size="xs" loading={busy} aria-label={`${source.muted ? 'Unmute' : 'Mute'} ${name}`} onClick={() => mute(!source.muted)}>
          {source.muted ? 'Unmute' : 'Mute'}
        </Button>
      )}
      {week && <QualityList books={week} />}
    </article>
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
