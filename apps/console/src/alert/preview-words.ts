import { counted } from '../layout/format-amount';
import type { Preview } from './use-exclusion';

/** What an exclusion would have done, as sentences; the first one counts. */
export function previewWords({ checked, complete, hidden, touched }: Preview, alertId: string): string[] {
  const own = touched.find((one) => one.alertId === alertId);
  const thinned = touched.filter((one) => !one.hidden && one.alertId !== alertId).length;
  return [
    `Would have left out ${hidden.toLocaleString('en')} of ${complete ? '' : 'the '}${counted(checked, 'alert')} of the last 90 days${complete ? '' : ' that were looked at; there are more'}.`,
    ...(hidden === checked && checked > 1 ? ['That is all it was asked about: such an exclusion is as good as turning the rule off.'] : []),
    ...(thinned > 0 ? [`${counted(thinned, 'other')} would have had fewer events.`] : []),
    ...(own?.hidden ? [] : own ? ['This alert would have stayed: some of its events have other values.'] : ['This alert would have stayed as it is.']),
  ];
}
