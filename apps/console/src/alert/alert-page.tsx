import { useQuery, useQueryClient } from '@tanstack/react-query';
import { AlertChangedDocument, AlertDocument } from '@vedette/api-client';
import type { AlertDetail } from '@vedette/api-client';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { resolutionWords } from '../alerts/resolutions';
import { SeverityBadge, StatusBadge } from '../alerts/severity';
import { api } from '../api/client';
import { EntityLink } from '../entities/entity-link';
import { CopyButton } from '../layout/copy-button';
import { PageHeading } from '../layout/page-heading';
import { ProblemNotice } from '../layout/problem-notice';
import { AlertActions } from './alert-actions';
import classes from './alert.module.css';
import { EvidenceList } from './evidence-list';
import { RuleCard } from './rule-card';
import { Comments } from './comments';
import { RelatedList } from './related-list';
import { Timeline } from './timeline';
import { useReread, useWork } from './use-work';
import { WorkCard } from './work-card';

export function AlertPage() {
  const { id = '' } = useParams();
  const queries = useQueryClient();
  const reread = useReread(id);
  const alert = useQuery({ queryKey: ['alert', id], queryFn: async ({ signal }) => (await api.request(AlertDocument, { id }, signal)).alert });
  useEffect(
    () =>
      api.resumable({
        document: AlertChangedDocument,
        variables: {},
        after: null,
        cursorOf: ({ alertChanged }) => alertChanged.cursor,
        onNext: ({ alertChanged }) => alertChanged.alert.id === id && reread(),
        // Without a cursor nothing is replayed: read again whenever the line is (back) up.
        onState: (state) => state === 'live' && reread(),
        onExpired: reread,
        onError: () => void queries.invalidateQueries({ queryKey: ['viewer'] }),
      }),
    [id, queries, reread],
  );
  return (
    <>
      <nav aria-label="Breadcrumb" className={classes.back}>
        <Link to="/alerts">← Alerts</Link>
      </nav>
      {alert.isPending && <p className="muted">Loading the alert …</p>}
      {alert.isError && <ProblemNotice error={alert.error} retry={() => void alert.refetch()} />}
      {alert.data === null && <PageHeading title="No such alert" lead="It may belong to another organisation, or the address is incomplete." />}
      {alert.data && <Found key={id} alert={alert.data} />}
    </>
  );
}

function Found({ alert }: { alert: AlertDetail }) {
  const work = useWork(alert.id);
  const conditions = [...new Set(alert.evidence.flatMap(({ matched }) => matched.map(({ condition }) => condition)))];
  return (
    <>
      <PageHeading
        title={alert.rule.title}
        lead={
          <span className={classes.lead}>
            <SeverityBadge severity={alert.severity} />
            <StatusBadge status={alert.status} />
            {alert.resolution && <span>as {resolutionWords[alert.resolution]}</span>}
            <span>
              {alert.entity.kind} <EntityLink entity={alert.entity} /> · from {alert.source}
            </span>
          </span>
        }
      >
        <AlertActions alert={alert} />
      </PageHeading>
      <div className={classes.columns}>
        <div className="stack">
          <section className={`card ${classes.why}`} aria-labelledby="why">
            <h2 id="why">Why it fired</h2>
            <p className={classes.sentence}>{alert.reason}</p>
            <ul className={classes.conditions}>
              {conditions.map((condition) => (
                <li key={condition}>
                  <code>{condition}</code>
                </li>
              ))}
            </ul>
          </section>
          <EvidenceList alert={alert} />
          {work.isError && <ProblemNotice error={work.error} retry={() => void work.refetch()} />}
          {work.data && (
            <>
              <RelatedList related={work.data.related} />
              <Comments work={work.data} />
            </>
          )}
        </div>
        <aside className="stack" aria-label="About this alert">
          <WorkCard alert={alert} />
          <Timeline alert={alert} />
          <RuleCard alert={alert} />
          <div>
            <CopyButton text={() => JSON.stringify(alert, null, 2)}>Copy alert as JSON</CopyButton>
          </div>
        </aside>
      </div>
    </>
  );
}
