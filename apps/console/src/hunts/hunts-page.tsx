import { PageHeading } from '../layout/page-heading';
import { ProblemNotice } from '../layout/problem-notice';
import { HuntForm } from './hunt-form';
import { HuntTable } from './hunt-table';
import { useHunts } from './use-hunt';

export function HuntsPage() {
  const hunts = useHunts();
  return (
    <>
      <PageHeading title="Hunt" lead="Ask a question of everything that is kept. Results come while it looks." />
      <div className="stack">
        <HuntForm />
        <h2 id="earlier">Earlier hunts</h2>
        {hunts.isError && <ProblemNotice error={hunts.error} retry={() => void hunts.refetch()} />}
        {hunts.isPending && <p className="muted">Loading hunts …</p>}
        {hunts.data?.length === 0 && <p className="muted">Nobody has hunted yet. What is asked above is kept here, with its results.</p>}
        {hunts.data && hunts.data.length > 0 && <HuntTable hunts={hunts.data} />}
      </div>
    </>
  );
}
