import { Button } from '@mantine/core';
import type { NotificationRule } from '@vedette/api-client';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useMay } from '../api/viewer';
import { PageHeading } from '../layout/page-heading';
import { ProblemNotice } from '../layout/problem-notice';
import classes from './noise.module.css';
import { NotificationForm } from './notification-form';
import { NotificationList } from './notification-list';
import { SuppressionForm } from './suppression-form';
import { SuppressionTable } from './suppression-table';
import { useNotificationRules, useSuppressions } from './use-noise';

/** What keeps alerts and mail down to what somebody will look at. */
export function NoisePage() {
  return (
    <>
      <PageHeading title="Noise" lead="Fewer alerts for what repeats, and mail only to those who want it. Nothing here drops an event: every match is counted." />
      <div className={classes.page}>
        <Suppressions />
        <Notifications />
      </div>
    </>
  );
}

function Suppressions() {
  const [search, setSearch] = useSearchParams();
  const [writing, setWriting] = useState(false);
  const may = useMay('alert:write');
  const suppressions = useSuppressions();
  // `?rule=…&keys=…`, from an alert that is to be the last of its kind.
  const [rule, keys] = [search.get('rule'), (search.get('keys') ?? '').slice(0, 2000)];
  const open = may && (writing || rule !== null);
  const done = () => {
    setWriting(false);
    if (rule !== null) setSearch({}, { replace: true });
  };
  return (
    <section className="stack" aria-labelledby="suppressions">
      <div className={classes.head}>
        <div>
          <h2 id="suppressions">Suppressions</h2>
          <p className="muted">Matches of a rule that share values are gathered in one alert, whomever they are about.</p>
        </div>
        {may && !open && (
          <Button size="xs" onClick={() => setWriting(true)}>
            New suppression
          </Button>
        )}
      </div>
      {open && <SuppressionForm rule={rule} keys={keys} done={done} />}
      {suppressions.isPending && <p className="muted">Loading suppressions …</p>}
      {suppressions.isError && <ProblemNotice error={suppressions.error} retry={() => void suppressions.refetch()} />}
      {suppressions.data?.length === 0 && !open && <p className={`card ${classes.none}`}>There is none: every rule opens one alert for each entity.</p>}
      {suppressions.data && suppressions.data.length > 0 && <SuppressionTable suppressions={suppressions.data} />}
    </section>
  );
}

function Notifications() {
  const [form, setForm] = useState<{ readonly rule: NotificationRule | null } | null>(null);
  const may = useMay('notification:write');
  const rules = useNotificationRules();
  return (
    <section className="stack" aria-labelledby="mail">
      <div className={classes.head}>
        <div>
          <h2 id="mail">Mail</h2>
          <p className="muted">Who hears of which alerts by mail, and when not.</p>
        </div>
        {may && !form && (
          <Button size="xs" onClick={() => setForm({ rule: null })}>
            New notification rule
          </Button>
        )}
      </div>
      {form && <NotificationForm key={form.rule?.id ?? ''} rule={form.rule} done={() => setForm(null)} />}
      {rules.isPending && <p className="muted">Loading notification rules …</p>}
      {rules.isError && <ProblemNotice error={rules.error} retry={() => void rules.refetch()} />}
      {rules.data?.length === 0 && !form && <p className={`card ${classes.none}`}>Nobody gets mail yet.</p>}
      {rules.data && rules.data.length > 0 && <NotificationList rules={rules.data} edit={(rule) => setForm({ rule })} />}
    </section>
  );
}
