import { NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { AssignAlertDocument } from '@vedette/api-client';
import type { AlertDetail } from '@vedette/api-client';
import { Link } from 'react-router';
import { FormProblem } from '../account/form-problem';
import { personOf } from '../alerts/person';
import { useAssignees, usePeople } from '../alerts/use-people';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { EntityLink } from '../entities/entity-link';
import { RiskBadge } from '../entities/risk-badge';
import { useEntityRisk } from '../entities/use-entities';
import { counted } from '../layout/format-amount';
import classes from './alert.module.css';
import { groupOf } from './excludable-fields';
import { Fact } from './rule-card';
import { useReread } from './use-work';
import { visibleText } from '../layout/visible-text';

/** Whose it is, whom it is about and what else is known of them. */
export function WorkCard({ alert }: { alert: AlertDetail }) {
  const may = useMay('alert:write');
  const group = groupOf(alert.evidence);
  const known = alert.entity.kind !== 'unknown';
  const risk = useEntityRisk(alert.entity, known);
  return (
    <section className={`card ${classes.side}`} aria-labelledby="work">
      <h2 id="work">Who and whom</h2>
      <Assignee alert={alert} />
      <dl className={classes.facts}>
        <Fact name={alert.entity.kind === 'unknown' ? 'Entity' : `The ${alert.entity.kind}`}>
          <EntityLink entity={alert.entity} />
        </Fact>
        {known && (
          <Fact name="Its risk">
            {risk.data ? <RiskBadge score={risk.data.score} /> : <span className="muted">{risk.isPending ? '…' : 'not known'}</span>}
            {risk.data && risk.data.alerts > 1 && <span className="muted"> · {counted(risk.data.alerts, 'alert')} so far</span>}
          </Fact>
        )}
        {group.map(({ field, value }) => (
          <Fact key={field} name={`Group: ${visibleText(field)}`}>
            <span className="mono">{visibleText(value)}</span>
          </Fact>
        ))}
        {alert.suppressed && (
          <Fact name="Suppressed">
            {counted(alert.eventCount, 'event')} gathered here, whomever they are about, by a <Link to="/noise">suppression</Link>
          </Fact>
        )}
      </dl>
      {may && !alert.suppressed && (
        <p>
          <Link to={`/noise?${new URLSearchParams({ rule: alert.rule.id, keys: group.map(({ field }) => field).join(', ') })}`}>Gather more like it in one alert …</Link>
        </p>
      )}
    </section>
  );
}

const NOBODY = 'nobody';

function Assignee({ alert }: { alert: AlertDetail }) {
  const may = useMay('alert:write');
  const people = usePeople();
  const assignees = useAssignees();
  const reread = useReread(alert.id);
  const assign = useMutation({
    mutationFn: (assignee: string | null) => api.request(AssignAlertDocument, { input: { id: alert.id, assignee } }),
    onSuccess: reread,
  });
  const holder = alert.assignee;
  const name = holder ? personOf(holder, people) : 'nobody';
  if (!may) {
    return (
      <dl className={classes.facts}>
        <Fact name="Assigned to">{name}</Fact>
      </dl>
    );
  }
  const former = holder && !assignees.some(({ value }) => value === holder) ? [{ value: holder, label: name }] : [];
  return (
    <>
      <NativeSelect
        label="Assigned to"
        // What was just chosen, until the alert is read again.
        value={(assign.isPending ? assign.variables : holder) ?? NOBODY}
        disabled={assign.isPending}
        onChange={({ currentTarget: { value } }) => assign.mutate(value === NOBODY ? null : value)}
        data={[{ value: NOBODY, label: 'Nobody' }, ...assignees, ...former]}
      />
      <FormProblem message={assign.data?.assignAlert.userErrors[0]?.message} error={assign.error} />
    </>
  );
}
