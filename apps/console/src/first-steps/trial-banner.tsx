import type { Viewer } from '@vedette/api-client';
import { useNow } from '../layout/use-now';
import classes from './first-steps.module.css';
import { trialLeft } from './trial-words';

const SAID_FOR_MS = 14 * 24 * 60 * 60 * 1000;

/** How long the trial goes on, and what comes after it: no surprise, and no end of detection. */
export function TrialBanner({ viewer: { tenant } }: { viewer: Viewer }) {
  const now = useNow();
  if (!tenant.trialEndsAt) return null;
  const left = tenant.plan === 'trial' ? trialLeft(tenant.trialEndsAt, now) : null;
  if (left) {
    return (
      <p className={classes.trial}>
        <strong>Trial: {left} left.</strong> Then your organisation goes on with the limits of the free plan. Detection goes on as it is, and nothing is deleted.
      </p>
    );
  }
  const paid = tenant.plan !== 'free' && tenant.plan !== 'trial';
  if (paid || now - Date.parse(tenant.trialEndsAt) > SAID_FOR_MS) return null;
  return (
    <p className={classes.trial}>
      <strong>The trial has ended.</strong> The limits of the free plan hold now. Detection goes on, and nothing was deleted.
    </p>
  );
}
