import type { FieldMatch } from '@vedette/api-client';

const DAY = 86_400_000;

export interface DraftField {
  readonly name: string;
  readonly match: FieldMatch;
  readonly value: string;
}

export const emptyField: DraftField = { name: '', match: 'EXACT', value: '' };
export const MOST_FIELDS = 20;

export const hows = [
  { value: 'EXACT', label: 'exactly' },
  { value: 'STARTSWITH', label: 'starts with' },
  { value: 'ENDSWITH', label: 'ends with' },
  { value: 'CONTAINS', label: 'contains' },
] as const satisfies readonly { value: FieldMatch; label: string }[];

export const ends = [
  { value: '', label: 'never' },
  { value: '7', label: 'in 7 days' },
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
];

/** The fields to ask about; null while one is not complete. An empty value is one to be exactly. */
export function askedFields(fields: readonly DraftField[]): readonly DraftField[] | null {
  const named = fields.map((field) => ({ ...field, name: field.name.trim() }));
  return named.every(({ name, match, value }) => name !== '' && (value !== '' || match === 'EXACT')) ? named : null;
}

/** ISO 8601; null for ever. */
export function endOf(days: string, now: number): string | null {
  return days === '' ? null : new Date(now + Number(days) * DAY).toISOString();
}

/** What an exclusion would have done to the alerts of 90 days. */
export function previewWords({ checked, complete, hidden, touched }: { checked: number; complete: boolean; hidden: number; touched: number }): string {
  if (checked === 0) return 'This rule opened no alert in 90 days: there is nothing to try it on.';
  const alerts = checked === 1 ? 'alert' : 'alerts';
  const partly = touched - hidden;
  return [
    `It would have left out ${hidden} of ${checked} ${alerts}${complete ? '' : ' that were looked at; there are more'}.`,
    ...(partly > 0 ? [`Of ${partly} more some events.`] : []),
  ].join(' ');
}
