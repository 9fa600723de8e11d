import type { ChangeAlertsInput } from './use-bulk-change';
import { resolutionWords } from './resolutions';
import { counted } from '../layout/format-amount';

export interface BulkOutcome {
  readonly changed: number;
  readonly skipped: readonly { readonly code: string }[];
}

const causes: Readonly<Record<string, string>> = {
  'alert.already_acknowledged': 'acknowledged already',
  'alert.already_closed': 'closed already',
  'alert.changed_since': 'changed since',
  'alert.not_found': 'gone',
};

/** `3 alerts closed as benign; 1 left alone: closed already.` */
export function bulkWords(done: string, { changed, skipped }: BulkOutcome): string {
  const words = [...new Set(skipped.map(({ code }) => (Object.hasOwn(causes, code) ? causes[code] : code)))];
  const left = skipped.length > 0 ? `; ${skipped.length.toLocaleString('en')} left alone: ${words.join(', ')}` : '';
  return `${counted(changed, 'alert')} ${done}${left}.`;
}

/** What a change does, as the end of a sentence. */
export function doneWords({ move, resolution, assignee }: ChangeAlertsInput, nameOf: (principal: string) => string): string {
  if (move === 'ACKNOWLEDGE') return 'acknowledged';
  if (move === 'CLOSE') return resolution ? `closed as ${resolutionWords[resolution]}` : 'closed';
  return assignee ? `assigned to ${nameOf(assignee)}` : 'assigned to nobody';
}
