import { TestAttackButton } from '../layout/test-attack-button';
import { OWN_SOURCE } from '../sources/own-source';
import { useSources } from '../sources/use-sources';
import classes from './no-data-yet.module.css';
import { NoDataYet } from './no-data-yet';

/** No alert at all: either nothing came in (but what Vedette tells of itself), or what came in was judged and is quiet. That is not the same. */
export function EmptyList() {
  const sources = useSources();
  if (sources.isPending) return null;
  const accepted = sources.data?.filter(({ name }) => name !== OWN_SOURCE).reduce((sum, source) => sum + source.accepted, 0) ?? 0;
  if (accepted === 0) return <NoDataYet />;
  return (
    <section className={`card ${classes.empty}`} aria-labelledby="quiet">
      <h2 id="quiet">All quiet</h2>
      <p className="muted">
        {accepted.toLocaleString('en')} {accepted === 1 ? 'event has' : 'events have'} come in, and no rule has fired on {accepted === 1 ? 'it' : 'them'} so far. To see what it looks like when one does:
      </p>
      <div className={classes.action}>
        <TestAttackButton />
      </div>
    </section>
  );
}
