import type { NotificationRule, QuietHoursInput, Suppression } from '@vedette/api-client';
import { duration } from '../layout/format-amount';

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export const days: readonly (readonly [number, string])[] = dayNames.map((name, index) => [index + 1, name]);

/** `Mon–Fri, Sun`: runs of three and more are told by their ends. */
export function dayWords(chosen: readonly number[]): string {
  const wanted = days.filter(([day]) => chosen.includes(day));
  if (wanted.length === days.length) return 'every day';
  const runs: string[][] = [];
  let last = 0;
  for (const [day, name] of wanted) {
    const run = runs.at(-1);
    if (run && day === last + 1) run.push(name);
    else runs.push([name]);
    last = day;
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}–${run.at(-1)}` : run.join(', '))).join(', ');
}

/** `22:00 to 06:00 on the next day, Mon–Fri, Europe/Berlin; critical alerts break through` */
export function quietWords({ days: on, from, to, timeZone, criticalBreaksThrough }: QuietHoursInput): string {
  const overnight = to <= from ? ' on the next day' : '';
  return `${from} to ${to}${overnight}, ${dayWords(on)}, ${timeZone}; critical alerts ${criticalBreaksThrough ? 'break through' : 'wait too'}`;
}

/** Which alerts a rule mails, in one sentence without its end. */
export function conditionWords({ severities, ruleIds, tags, entityText }: Pick<NotificationRule, 'severities' | 'ruleIds' | 'tags' | 'entityText'>): string {
  const which = severities.length > 0 ? `${severities.map((one) => one.toLowerCase()).join(', ')} alerts` : 'every alert';
  const of = [...(ruleIds.length > 0 ? [ruleIds.length === 1 ? 'one rule' : `${ruleIds.length} rules`] : []), ...(tags.length > 0 ? [`the tags ${tags.join(', ')}`] : [])];
  return `${which}${of.length > 0 ? ` of ${of.join(' or ')}` : ''}${entityText ? ` about “${entityText}”` : ''}`;
}

const MINUTE = 60_000;

/** `1 h`, `7 days`: the quiet time after which a suppression lets go. */
export function windowWords(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? '1 day' : `${minutes / 1440} days`;
  return duration(minutes * MINUTE).replace(/ 0 (min|s)$/, '');
}

export type SuppressionState = 'in force' | 'ended' | 'run out';

export function suppressionState({ endedAt, expiresAt }: Suppression, now: number): SuppressionState {
  if (endedAt) return 'ended';
  return expiresAt && Date.parse(expiresAt) <= now ? 'run out' : 'in force';
}

/** `User, Image` as names, each once. */
export function namesIn(text: string): string[] {
  return [...new Set(text.split(/[,\n]/).map((name) => name.trim()))].filter((name) => name !== '');
}
