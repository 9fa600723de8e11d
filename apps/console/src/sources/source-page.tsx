import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { Link, useLocation, useParams } from 'react-router';
import { useMay } from '../api/viewer';
import { amount } from '../layout/format-amount';
import { Moment } from '../layout/moment';
import { PageHeading } from '../layout/page-heading';
import { ProblemNotice } from '../layout/problem-notice';
import { Toast } from '../layout/toast';
import { useNow } from '../layout/use-now';
import { DaysSection } from './days-section';
import { DeafSection } from './deaf-section';
import { DriftSection } from './drift-section';
import { kindWords } from './kind-words';
import { MappingSection } from './mapping-section';
import { everyMinute } from './minutes';
import { MutedBadge } from './muted-badge';
import { OWN_SOURCE, sourceWords } from './own-source';
import { RejectTable } from './reject-table';
import { readSourceName } from './source-path';
import classes from './source.module.css';
import { Sparkline } from './sparkline';
import { useSourceChange } from './use-source-change';
import { SHOWN_MINUTES, useSources } from './use-sources';
import type { Source } from './use-sources';

export function SourcePage() {
  const { name: part = '' } = useParams();
  const name = readSourceName(part);
  const sources = useSources();
  const source = sources.data?.find((one) => one.name === name);
  return (
    <>
      <nav aria-label="Breadcrumb" className={classes.back}>
        <Link to="/sources">← Sources</Link>
      </nav>
      {sources.isPending && <p className="muted">Loading the source …</p>}
      {sources.isError && <ProblemNotice error={sources.error} retry={() => void sources.refetch()} />}
      {sources.data && !source && <PageHeading title="No such source" lead="Nothing has been sent under this name." />}
      {/* The key: another source's page begins anew, samples and all. */}
      {source && <Found key={name} source={source} />}
    </>
  );
}

function Found({ source }: { source: Source }) {
  const may = useMay('source:write');
  const change = useSourceChange();
  const way = change.said?.back;
  const minutes = everyMinute(source.minutes, useNow(), SHOWN_MINUTES);
  const name = sourceWords(source.name);
  const { hash } = useLocation();
  useEffect(() => {
    if (hash === '#refused') document.getElementById('refused')?.scrollIntoView();
  }, [hash]);
  return (
    <>
      <PageHeading title={name} lead={<span className="row">{kindWords(source.kind)} {source.muted && <MutedBadge />}</span>}>
        {may && source.name !== OWN_SOURCE && (
          <Button variant="default" loading={change.mute.isPending} onClick={() => change.mute.mutate({ name: source.name, muted: !source.muted })}>
            {source.muted ? 'Unmute' : 'Mute'}
          </Button>
        )}
      </PageHeading>
      <div className="stack">
        <section className={`card ${classes.now}`} aria-label={`The last ${SHOWN_MINUTES} minutes`}>
          <Sparkline minutes={minutes} name={name} />
          <dl className={classes.facts}>
            <div>
              <dt>Last event</dt>
              <dd>{source.lastEventAt ? <Moment at={source.lastEventAt} inline /> : 'none yet'}</dd>
            </div>
            <div>
              <dt>Last received</dt>
              <dd>{source.lastReceivedAt ? <Moment at={source.lastReceivedAt} inline /> : 'nothing yet'}</dd>
            </div>
            <div>
              <dt>Accepted, ever</dt>
              <dd>{amount(source.accepted)}</dd>
            </div>
            <div>
              <dt>Refused, ever</dt>
              <dd>{amount(source.rejected)}</dd>
            </div>
          </dl>
        </section>
        <DaysSection name={source.name} />
        <section className={`card ${classes.panel}`} aria-labelledby="refused">
          <h2 id="refused">Why lines were refused</h2>
          {source.rejects.length === 0 ? <p className="muted">None ever was.</p> : <RejectTable rejects={source.rejects} />}
        </section>
        <div className={classes.pair}>
          {/* Vedette sends a field when there is something to say in it: its absence is no fault that a mapping could mend. */}
          {source.name !== OWN_SOURCE && <DeafSection source={source.name} kind={source.kind} />}
          <DriftSection source={source.name} />
        </div>
        {source.name !== OWN_SOURCE && <MappingSection source={source.name} change={change} />}
      </div>
      <Toast said={change.said?.words ?? null} refused={change.said?.refused} back={way && { run: () => change.undo(way), busy: change.busy }} dismiss={change.dismiss} />
    </>
  );
}
