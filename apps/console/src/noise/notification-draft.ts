import type { NotificationRule, NotificationRuleInput, Severity } from '@vedette/api-client';
import { namesIn } from './noise-words';
import { ownTimeZone } from './time-zones';

/** As the form has it. */
export interface NotificationDraft {
  readonly name: string;
  readonly severities: readonly Severity[];
  readonly ruleIds: readonly string[];
  readonly tags: string;
  readonly entityText: string;
  readonly recipients: readonly string[];
  readonly isQuiet: boolean;
  readonly timeZone: string;
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly criticalBreaksThrough: boolean;
  readonly mailsPerHour: string;
}

/** What a new rule begins with: what wakes nobody without need. */
export function newDraft(me: string | null): NotificationDraft {
  return {
    name: '',
    severities: ['CRITICAL', 'HIGH'],
    ruleIds: [],
    tags: '',
    entityText: '',
    recipients: me ? [me] : [],
    isQuiet: false,
    timeZone: ownTimeZone(),
    days: [1, 2, 3, 4, 5],
    from: '22:00',
    to: '07:00',
    criticalBreaksThrough: true,
    mailsPerHour: '10',
  };
}

export function draftOf(rule: NotificationRule): NotificationDraft {
  const { name, severities, ruleIds, tags, entityText, recipients, quiet, mailsPerHour } = rule;
  return { ...newDraft(null), name, severities, ruleIds, tags: tags.join(', '), entityText: entityText ?? '', recipients, mailsPerHour: String(mailsPerHour), isQuiet: quiet !== null, ...quiet };
}

export function inputOf(draft: NotificationDraft): NotificationRuleInput {
  const { timeZone, days, from, to, criticalBreaksThrough } = draft;
  return {
    name: draft.name.trim(),
    severities: [...draft.severities],
    ruleIds: [...draft.ruleIds],
    tags: namesIn(draft.tags),
    entityText: draft.entityText.trim() || null,
    recipients: [...draft.recipients],
    quiet: draft.isQuiet ? { timeZone: timeZone.trim(), days: [...days].sort((one, other) => one - other), from, to, criticalBreaksThrough } : null,
    mailsPerHour: Number(draft.mailsPerHour),
  };
}

/** What is still missing, in words; null where it can be sent. */
export function missing({ name, recipients, isQuiet, days, from, to, mailsPerHour }: NotificationDraft): string | null {
  if (name.trim() === '') return 'Give it a name.';
  if (recipients.length === 0) return 'Choose who gets the mail.';
  if (!/^([1-9]|[1-5]\d|60)$/.test(mailsPerHour)) return 'Choose 1 to 60 mails an hour.';
  if (isQuiet && (days.length === 0 || !from || !to)) return 'Quiet hours need a day and both times.';
  return null;
}
