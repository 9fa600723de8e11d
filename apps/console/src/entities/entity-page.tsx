import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { Link, useParams } from 'react-router';
import { emptyFilter } from '../alerts/alert-filter';
import { AlertTable } from '../alerts/alert-table';
import { useAlertList } from '../alerts/use-alert-list';
import { counted } from '../layout/format-amount';
import { Moment } from '../layout/moment';
import { PageHeading } from '../layout/page-heading';
import { ProblemNotice } from '../layout/problem-notice';
import { visibleText } from '../layout/visible-text';
import { DecayCurve } from './decay-curve';
import classes from './entities.module.css';
import { readSegment } from './entity-path';
import type { Entity } from './entity-path';
import { RiskBadge } from './risk-badge';
import { useEntityRisk } from './use-entities';

/** Everything that alerts say about one host, user or address. */
export function EntityPage() {
  const params = useParams();
  const [kind, value] = [readSegment(params.kind ?? ''), readSegment(params.value ?? '')];
  return (
    <>
      <nav aria-label="Breadcrumb" className={classes.back}>
        <Link to="/alerts">← Alerts</Link>
      </nav>
      <Known key={`${kind} ${value}`} kind={kind} value={value} />
    </>
  );
}

function Known({ kind, value }: Entity) {
  const risk = useEntityRisk({ kind, value });
  const filter = useMemo(() => ({ ...emptyFilter, entity: { kind, value } }), [kind, value]);
  const { rows, waiting, pages, show } = useAlertList(filter);
  return (
    <>
      <PageHeading title={visibleText(value) || '(none)'} lead={`${kind} · what alerts say about it`} />
      <div className="stack">
        {risk.isPending && <p className="muted">Loading the risk …</p>}
        {risk.isError && <ProblemNotice error={risk.error} retry={() => void risk.refetch()} />}
        {risk.data === null && (
          <p className={`card ${classes.none}`}>
            No alert was ever opened about this {visibleText(kind)}. <Link to="/hunts">Hunt for it</Link> in the events.
          </p>
        )}
        {risk.data && (
          <section className={`card ${classes.about}`} aria-label="Risk">
            <dl className={classes.facts}>
              <div>
                <dt>Risk now</dt>
                <dd className={classes.big}>
                  <RiskBadge score={risk.data.score} />
                </dd>
              </div>
              <div>
                <dt>Alerts ever opened</dt>
                <dd className={classes.big}>{risk.data.alerts.toLocaleString('en')}</dd>
              </div>
              <div>
                <dt>First seen</dt>
                <dd>
                  <Moment at={risk.data.firstSeenAt} />
                </dd>
              </div>
              <div>
                <dt>Last seen</dt>
                <dd>
                  <Moment at={risk.data.lastSeenAt} />
                </dd>
              </div>
            </dl>
            <DecayCurve score={risk.data.score} />
          </section>
        )}
        {pages.isError && <ProblemNotice error={pages.error} retry={() => void pages.refetch()} />}
        {risk.data && (
          <section className="stack" aria-labelledby="alerts">
            <div className="row">
              <h2 id="alerts">Alerts</h2>
              {waiting > 0 && (
                <Button size="xs" onClick={show}>
                  {waiting} new – show
                </Button>
              )}
            </div>
            {pages.isPending && <p className="muted">Loading alerts …</p>}
            {rows.length > 0 && <AlertTable rows={rows} at={-1} />}
            {pages.isSuccess && rows.length === 0 && <p className="muted">{pages.hasNextPage ? 'None among the newest that name it; older ones may follow.' : `${counted(risk.data.alerts, 'alert')} about it ${risk.data.alerts === 1 ? 'was' : 'were'} gathered by a suppression, or kept no longer.`}</p>}
            {pages.hasNextPage && (
              <div>
                <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                  Load more
                </Button>
              </div>
            )}
          </section>
        )}
      </div>
    </>
  );
}
