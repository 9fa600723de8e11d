import { NoDataYet } from '../alerts/no-data-yet';
import { PageHeading } from '../layout/page-heading';
import { ProblemNotice } from '../layout/problem-notice';
import { TestAttackButton } from '../layout/test-attack-button';
import { SourceCard } from './source-card';
import { SHOWN_MINUTES, useSources } from './use-sources';

export function SourcesPage() {
  const sources = useSources();
  const empty = sources.data?.length === 0;
  return (
    <>
      <PageHeading title="Sources" lead={`Where events come from, and the last ${SHOWN_MINUTES} minutes of each.`}>
        {!empty && <TestAttackButton />}
      </PageHeading>
      <div className="stack">
        {sources.isError && <ProblemNotice error={sources.error} retry={() => void sources.refetch()} />}
        {sources.isPending && <p className="muted">Loading sources …</p>}
        {empty && <NoDataYet />}
        {sources.data?.map((source) => (
          <SourceCard key={source.name} source={source} />
        ))}
      </div>
    </>
  );
}
