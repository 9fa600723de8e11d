import { Button } from '@mantine/core';
import type { FeedState, HuntDetail } from '@vedette/api-client';
import { Link, useParams } from 'react-router';
import { FormProblem } from '../account/form-problem';
import { useMay } from '../api/viewer';
import { utcTime } from '../layout/format-time';
import { PageHeading } from '../layout/page-heading';
import { ProblemNotice } from '../layout/problem-notice';
import { useNow } from '../layout/use-now';
import { visibleText } from '../layout/visible-text';
import { EntityTable } from './entity-table';
import { HitTable } from './hit-table';
import { HuntForm } from './hunt-form';
import { HuntProgress } from './hunt-progress';
import { HuntStateBadge, kindWords } from './hunt-state';
import classes from './hunts.module.css';
import { MatchHistogram } from './match-histogram';
import { isUnderWay } from './outcome';
import { useCancelHunt, useHunt } from './use-hunt';

export function HuntPage() {
  const { id = '' } = useParams();
  const { hunt, feed } = useHunt(id);
  return (
    <>
      <nav aria-label="Breadcrumb" className={classes.back}>
        <Link to="/hunts">← Hunts</Link>
      </nav>
      {hunt.isPending && <p className="muted">Loading the hunt …</p>}
      {hunt.isError && <ProblemNotice error={hunt.error} retry={() => void hunt.refetch()} />}
      {hunt.data === null && <PageHeading title="No such hunt" lead="It may belong to another organisation, or be older than the last 500." />}
      {/* The key: another hunt's page begins anew, form and all. */}
      {hunt.data && <Found key={id} hunt={hunt.data} feed={feed} />}
    </>
  );
}

function Found({ hunt, feed }: { hunt: HuntDetail; feed: FeedState }) {
  const now = useNow();
  const may = useMay('hunt:write');
  const cancel = useCancelHunt(hunt.id);
  const found = hunt.matches > 0;
  return (
    <>
      <PageHeading
        title={visibleText(hunt.title)}
        lead={
          <span className="row">
            <HuntStateBadge state={hunt.state} />
            <span>
              {kindWords[hunt.kind]} over {hunt.sources ? hunt.sources.join(', ') : 'all sources'}, {utcTime(Date.parse(hunt.from), now)} to {utcTime(Date.parse(hunt.to), now)}
            </span>
          </span>
        }
      >
        {may && isUnderWay(hunt) && (
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel
          </Button>
        )}
      </PageHeading>
      <div className="stack">
        <FormProblem message={cancel.data?.cancelHunt.userErrors[0]?.message} error={cancel.error} />
        <HuntProgress hunt={hunt} feed={feed} />
        {found && (
          <div className={classes.columns}>
            <MatchHistogram hunt={hunt} />
            <EntityTable entities={hunt.entities} />
          </div>
        )}
        {found && <HitTable hunt={hunt} />}
        <details className={classes.again}>
          <summary>The question: change it and ask again</summary>
          <HuntForm past={hunt} />
        </details>
      </div>
    </>
  );
}
