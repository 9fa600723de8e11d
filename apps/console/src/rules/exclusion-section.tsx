import { Button, NativeSelect } from '@mantine/core';
import type { Exclusion } from '@vedette/api-client';
import { useId } from 'react';
import { FormProblem } from '../account/form-problem';
import { Fact } from '../alert/rule-card';
import { personOf } from '../alerts/person';
import { usePeople } from '../alerts/use-people';
import { useMay } from '../api/viewer';
import { amount } from '../layout/format-amount';
import { Moment } from '../layout/moment';
import { ProblemNotice } from '../layout/problem-notice';
import { visibleText } from '../layout/visible-text';
import { endOf, ends } from './exclusion-draft';
import { ExclusionForm } from './exclusion-form';
import classes from './rule.module.css';
import { useEndExclusion, useProlongExclusion } from './use-exclusion';
import { useSay } from './use-rule-settings';
import { useExclusions } from './use-rules';

/** What is left out of a rule, and by whom. */
export function ExclusionSection({ ruleId }: { ruleId: string }) {
  const may = useMay('rule:write');
  const exclusions = useExclusions(ruleId);
  const past = exclusions.data?.filter(({ inForce }) => !inForce) ?? [];
  const inForce = exclusions.data?.filter((one) => one.inForce) ?? [];
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="exclusions">
      <h2 id="exclusions">Exclusions</h2>
      {exclusions.isPending && <p className="muted">Loading exclusions …</p>}
      {exclusions.isError && <ProblemNotice error={exclusions.error} retry={() => void exclusions.refetch()} />}
      {exclusions.isSuccess && inForce.length === 0 && <p className="muted">Nothing is left out of this rule.</p>}
      {inForce.length > 0 && (
        <ul className={classes.list}>
          {inForce.map((one) => (
            <ExclusionItem key={one.id} exclusion={one} ruleId={ruleId} may={may} />
          ))}
        </ul>
      )}
      {past.length > 0 && (
        <details className={classes.more}>
          <summary>Past exclusions ({past.length})</summary>
          <ul className={classes.list}>
            {past.map((one) => (
              <ExclusionItem key={one.id} exclusion={one} ruleId={ruleId} may={false} />
            ))}
          </ul>
        </details>
      )}
      {may && <ExclusionForm ruleId={ruleId} />}
    </section>
  );
}

function ExclusionItem({ exclusion, ruleId, may }: { exclusion: Exclusion; ruleId: string; may: boolean }) {
  const title = useId();
  const people = usePeople();
  const say = useSay();
  const { reason, owner, expiresAt, endedAt, endedBy, hits, lastHitAt } = exclusion;
  const end = useEndExclusion(ruleId, () => say({ words: 'Ended: from now on these events count again.' }));
  const prolong = useProlongExclusion(ruleId, (until) => say({ words: until ? `It ends ${new Date(until).toLocaleDateString(undefined, { dateStyle: 'medium' })}.` : 'It stays until somebody ends it.' }));
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <h3 id={title}>{visibleText(exclusion.title)}</h3>
        {may && (
          <div className={classes.itemTools}>
            <NativeSelect
              size="xs"
              aria-label="Prolong"
              aria-describedby={title}
              data={[{ value: 'as it is', label: 'Prolong …' }, ...ends]}
              value="as it is"
              disabled={prolong.isPending}
              onChange={({ currentTarget }) => prolong.mutate({ id: exclusion.id, expiresAt: endOf(currentTarget.value, Date.now()) })}
            />
            <Button variant="default" size="xs" aria-describedby={title} loading={end.isPending} onClick={() => end.mutate(exclusion.id)}>
              End exclusion
            </Button>
          </div>
        )}
      </div>
      <p className={classes.reason}>{visibleText(reason)}</p>
      <dl className={classes.facts}>
        <Fact name="Owner">{personOf(owner, people)}</Fact>
        <Fact name="Since">
          <Moment at={exclusion.createdAt} inline />
        </Fact>
        {endedAt ? (
          <Fact name="Ended">
            <Moment at={endedAt} inline /> {endedBy && `by ${personOf(endedBy, people)}`}
          </Fact>
        ) : (
          <Fact name={exclusion.inForce ? 'Ends' : 'Ran out'}>{expiresAt ? <Moment at={expiresAt} inline /> : 'never'}</Fact>
        )}
        <Fact name="Hits">{amount(hits)}</Fact>
        <Fact name="Last hit">{lastHitAt ? <Moment at={lastHitAt} inline /> : 'none yet'}</Fact>
      </dl>
      <FormProblem message={prolong.data?.prolongExclusion.userErrors[0]?.message} error={prolong.error} />
      <FormProblem message={end.data?.endExclusion.userErrors[0]?.message} error={end.error} />
      <details className={classes.more}>
        <summary>Filter text</summary>
        <pre tabIndex={0} role="group" aria-labelledby={title} className={classes.plain}>
          {visibleText(exclusion.yaml)}
        </pre>
      </details>
    </li>
  );
}
