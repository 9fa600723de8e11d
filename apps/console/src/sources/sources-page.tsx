import { useQuery } from '@tanstack/react-query';
import { SourcesDocument } from '@vedette/api-client';
import { NoDataYet } from '../alerts/no-data-yet';
import { api } from '../api/client';
import { PageHeading } from '../layout/page-heading';
import { ProblemNotice } from '../layout/problem-notice';
import { TestAttackButton } from '../layout/test-attack-button';
import { SHOWN_MINUTES, SourceCard } from './source-card';

const REFRESH_MS = 5_000;

export function SourcesPage() {
  const sources = useQuery({
    queryKey: ['sources'],
    queryFn: async ({ signal }) => (await api.request(SourcesDocument, { minutes: SHOWN_MINUTES }, signal)).sources,
    refetchInterval: REFRESH_MS,
  });
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
