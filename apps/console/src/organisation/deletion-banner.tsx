import type { Viewer } from '@vedette/api-client';
import { useNow } from '../layout/use-now';
import classes from './banners.module.css';
import { daysLeft } from './day-words';
import { KeepButton } from './keep-button';

export function DeletionBanner({ viewer: { tenant, role } }: { viewer: Viewer }) {
  const now = useNow();
  return (
    <section className={classes.banner} data-kind="deleting" aria-label="Deletion of the organisation">
      <p>
        <strong>{tenant.name} is being deleted</strong>
        {tenant.deletesAt ? `: ${daysLeft(tenant.deletesAt, now)} left.` : '.'} Keys and sources have stopped. {role === 'owner' ? 'You can keep it.' : 'An owner can keep it.'}
      </p>
      {role === 'owner' && <KeepButton name={tenant.name} />}
    </section>
  );
}
