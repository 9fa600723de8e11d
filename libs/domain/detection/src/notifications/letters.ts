import type { Uuid } from '@vedette/kernel';
import { inert } from '../evaluation/inert';

/** An alert as a mail tells of it. */
export interface ToldAlert {
  readonly id: Uuid;
  readonly severity: string;
  readonly rule_title: string;
  readonly entity_kind: string;
  readonly entity: string;
  readonly reason: string;
  readonly event_count: string;
  readonly first_event_at: Date;
}

export interface LetterText {
  readonly subject: string;
  readonly text: string;
}

const LISTED = 50;

/**
 * Text of an event or a rule inside a mail: one line, nothing invisible, and nothing that a mail program makes into a link:
 * whoever writes the event must not choose what a reader clicks on.
 */
export function unlinked(text: string, limit: number): string {
  return inert(text, limit).replace(/:\/\//g, '[:]//').replace(/\bwww\./gi, 'www[.]').replace(/\b(mailto|javascript|data|file|tel):/gi, '$1[:]').replace(/@/g, '[@]');
}

export function alertLetter(alert: ToldAlert, ruleName: string, link: string): LetterText {
  return {
    subject: inert(`[${alert.severity}] ${unlinked(alert.rule_title, 100)}: ${unlinked(alert.entity, 80)}`, 200),
    text: [...paragraph(alert, link), '', footer(ruleName)].join('\n'),
  };
}

/** @param total how many there are; the letter lists the first fifty */
export function digestLetter(alerts: readonly ToldAlert[], total: number, ruleName: string, linkOf: (alertId: Uuid) => string, listLink: string): LetterText {
  const [worst] = alerts;
  const others = total > 1 ? `, and ${total - 1} more` : '';
  const subject = worst ? `[${worst.severity}] ${unlinked(worst.rule_title, 80)}: ${unlinked(worst.entity, 60)}${others}` : 'Alerts';
  const listed = alerts.slice(0, LISTED);
  return {
    subject: inert(subject, 200),
    text: [
      `${total} alerts came together.`,
      '',
      ...listed.flatMap((alert) => [...paragraph(alert, linkOf(alert.id)), '']),
      ...(total > listed.length ? [`And ${total - listed.length} more: ${listLink}`, ''] : []),
      footer(ruleName),
    ].join('\n'),
  };
}

function paragraph(alert: ToldAlert, link: string): string[] {
  return [
    `${alert.severity.toUpperCase()}: ${unlinked(alert.rule_title, 200)}`,
    `${alert.entity_kind === 'unknown' ? 'about' : alert.entity_kind} ${unlinked(alert.entity, 200)}, ${alert.event_count} event${alert.event_count === '1' ? '' : 's'} since ${alert.first_event_at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    unlinked(alert.reason, 300),
    link,
  ];
}

function footer(ruleName: string): string {
  return `You get this by the notification rule "${unlinked(ruleName, 100)}" of your organisation.`;
}
