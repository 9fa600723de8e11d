import type { AlertFilter, AlertRow, AlertStatus, Severity } from '@vedette/api-client';

export const statuses: readonly AlertStatus[] = ['OPEN', 'ACKNOWLEDGED', 'CLOSED'];
export const severities: readonly Severity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'];

/** The filter as the console has it: empty lists and texts ask for nothing. */
export interface ListFilter {
  readonly status: readonly AlertStatus[];
  readonly severity: readonly Severity[];
  readonly text: string;
  readonly ruleId: string;
}

/** `?status=open,closed&severity=high&q=powershell&rule=…`; what is not known is left out. */
export function readFilter(search: URLSearchParams): ListFilter {
  const list = (name: string) => (search.get(name) ?? '').toUpperCase().split(',');
  return {
    status: statuses.filter((status) => list('status').includes(status)),
    severity: severities.filter((severity) => list('severity').includes(severity)),
    text: (search.get('q') ?? '').slice(0, 200),
    ruleId: search.get('rule') ?? '',
  };
}

export function writeFilter({ status, severity, text, ruleId }: ListFilter): URLSearchParams {
  const search = new URLSearchParams();
  if (status.length) search.set('status', status.join(',').toLowerCase());
  if (severity.length) search.set('severity', severity.join(',').toLowerCase());
  if (text.trim()) search.set('q', text.trim());
  if (ruleId) search.set('rule', ruleId);
  return search;
}

export function isEmptyFilter({ status, severity, text, ruleId }: ListFilter): boolean {
  return status.length === 0 && severity.length === 0 && text.trim() === '' && ruleId === '';
}

export function askedFilter({ status, severity, text, ruleId }: ListFilter): AlertFilter {
  return { status: status.length ? status : null, severity: severity.length ? severity : null, text: text.trim() || null, ruleId: ruleId || null };
}

/** The gateway's own test, for alerts that come in live. */
export function matchesFilter(filter: ListFilter, alert: AlertRow): boolean {
  const words = filter.text.trim().toLowerCase();
  return (
    (filter.status.length === 0 || filter.status.includes(alert.status)) &&
    (filter.severity.length === 0 || filter.severity.includes(alert.severity)) &&
    (filter.ruleId === '' || filter.ruleId === alert.rule.id) &&
    (words === '' || alert.rule.title.toLowerCase().includes(words) || alert.entity.value.toLowerCase().includes(words))
  );
}
