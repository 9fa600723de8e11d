import type { RuleRow, Severity } from '@vedette/api-client';
import { severities } from '../alerts/alert-filter';
import { counted, share } from '../layout/format-amount';
import { visibleText } from '../layout/visible-text';

export const severityWords: Readonly<Record<Severity, string>> = { CRITICAL: 'Critical', HIGH: 'High', MEDIUM: 'Medium', LOW: 'Low', INFORMATIONAL: 'Informational' };

/** The level that a rule is written with; null where it is none of Sigma's. */
export function writtenLevel({ level }: Pick<RuleRow, 'level'>): Severity | null {
  return severities.find((severity) => severity === level.toUpperCase()) ?? null;
}

/** `process_creation, windows`: the log that it reads, without the parts that it leaves open. */
export function logWords({ logsource }: Pick<RuleRow, 'logsource'>): string {
  return visibleText(logsource.split('/').filter(Boolean).join(', '));
}

/** Of its closed alerts, how many were false; null where none was closed. */
export function falseShare({ closed, falsePositives }: RuleRow['statistics']): string | null {
  return closed === 0 ? null : share(falsePositives, closed);
}

/** An id alone may stand in a pack and in a file of one's own. */
export function rowKey({ pack, path, id, own }: RuleRow): string {
  return `${pack}/${path}#${id}${own ? '!' : ''}`;
}

/** What changes a setting back. */
export type Way =
  | { readonly kind: 'switch'; readonly ids: readonly string[]; readonly on: boolean }
  | { readonly kind: 'severity'; readonly id: string; readonly severity: Severity | null; readonly note: string };

/** Those that were as they are now stay so: only what this change moved goes back. */
export function wayBack(before: readonly { readonly ruleId: string; readonly enabled: boolean }[], on: boolean): Way | null {
  const ids = before.filter(({ enabled }) => enabled !== on).map(({ ruleId }) => ruleId);
  return ids.length > 0 ? { kind: 'switch', ids, on: !on } : null;
}

export function switchedWords(moved: number, asked: number, on: boolean): string {
  const state = on ? 'on' : 'off';
  if (moved === 0) return asked === 1 ? `This rule was ${state} already.` : `These rules were ${state} already.`;
  const rest = asked - moved;
  return `${counted(moved, 'rule')} switched ${state}${rest > 0 ? `; ${rest} ${rest === 1 ? 'was' : 'were'} so already` : ''}.`;
}
