import type { AlertFilter, AlertRow, AlertStatus, Severity } from '@vedette/api-client';

export const statuses: readonly AlertStatus[] = ['OPEN', 'ACKNOWLEDGED', 'CLOSED'];
export const severities: readonly Severity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'];

const MOST_TEXT = 200;

/** The filter as the console has it: empty lists and texts ask for nothing. */
export interface ListFilter {
  readonly status: readonly AlertStatus[];
  readonly severity: readonly Severity[];
  readonly text: string;
  readonly ruleId: string;
  /** A member's principal. */
  readonly assignee: string;
  readonly entity: AlertRow['entity'] | null;
}

export const emptyFilter: ListFilter = { status: [], severity: [], text: '', ruleId: '', assignee: '', entity: null };

/** `?status=open,closed&severity=high&q=powershell&rule=…&assignee=account:…&entity=host:ws-014`; what is not known is left out. */
export function readFilter(search: URLSearchParams): ListFilter {
  const list = (name: string) => (search.get(name) ?? '').toUpperCase().split(',');
  const entity = /^([^:]+):(.+)$/s.exec(search.get('entity') ?? '');
  return {
    status: statuses.filter((status) => list('status').includes(status)),
    severity: severities.filter((severity) => list('severity').includes(severity)),
    text: (search.get('q') ?? '').slice(0, MOST_TEXT),
    ruleId: search.get('rule') ?? '',
    assignee: search.get('assignee') ?? '',
    entity: entity ? { kind: entity[1] ?? '', value: entity[2] ?? '' } : null,
  };
}

export function writeFilter({ status, severity, text, ruleId, assignee, entity }: ListFilter): URLSearchParams {
  const search = new URLSearchParams();
  if (status.length) search.set('status', status.join(',').toLowerCase());
  if (severity.length) search.set('severity', severity.join(',').toLowerCase());
  if (text.trim()) search.set('q', text.trim());
  if (ruleId) search.set('rule', ruleId);
  if (assignee) search.set('assignee', assignee);
  if (entity) search.set('entity', `${entity.kind}:${entity.value}`);
  return search;
}

export function isEmptyFilter(filter: ListFilter): boolean {
  return writeFilter(filter).size === 0;
}

/** The gateway looks for words in the entity, not for one entity: it is asked for the words, and the page keeps the exact ones. */
export function askedFilter({ status, severity, text, ruleId, assignee, entity }: ListFilter): AlertFilter {
  return {
    status: status.length ? status : null,
    severity: severity.length ? severity : null,
    text: (entity ? beginning(entity.value) : text.trim()) || null,
    ruleId: ruleId || null,
    assignee: assignee || null,
  };
}

/** The gateway's own test, for alerts that come in live. */
export function matchesFilter(filter: ListFilter, alert: AlertRow): boolean {
  return (
    (filter.status.length === 0 || filter.status.includes(alert.status)) &&
    (filter.severity.length === 0 || filter.severity.includes(alert.severity)) &&
    (filter.ruleId === '' || filter.ruleId === alert.rule.id) &&
    (filter.assignee === '' || filter.assignee === alert.assignee) &&
    isAbout(filter, alert)
  );
}

/** What never changes about an alert: whom it is about, and the words it holds. */
export function isAbout({ text, entity }: ListFilter, alert: AlertRow): boolean {
  const words = text.trim().toLowerCase();
  return (
    (entity === null || (entity.kind === alert.entity.kind && entity.value === alert.entity.value)) &&
    (words === '' || alert.rule.title.toLowerCase().includes(words) || alert.entity.value.toLowerCase().includes(words))
  );
}

/** As much of it as the gateway looks for, never with half a character at its end. */
function beginning(value: string): string {
  // Lower case may be longer, and the gateway measures that.
  return value.toLowerCase().slice(0, MOST_TEXT).replace(/[\ud800-\udbff]$/, '');
}
