import type { RefusedRule } from '@vedette/sigma';
import type { EventTally } from '../input/read-events';
import type { RuleSet } from '../rules/rule-set';
import { placeOfRefusal } from '../rules/rule-set';
import type { Lap } from './stopwatch';
import { count, counted, megabytesPerSecond, printable, seconds } from './wording';

/** What a command that ran rules over events has to say at its end. */
export interface RunReport {
  readonly set: RuleSet;
  /** How many of the rules took part. */
  readonly rulesRun: number;
  readonly tally: EventTally;
  readonly matches: number;
  /** `866 by 180 rules`, without the number of matches. */
  readonly matchedBy: { readonly count: number; readonly thing: string };
  readonly loading: Lap;
  readonly running: Lap;
  /** Ended before the end of the events. */
  readonly interrupted: boolean;
  /** Further findings, one line each: label and text. */
  readonly notes: readonly (readonly [string, string])[];
  /** The same for programs. */
  readonly facts: Readonly<Record<string, unknown>>;
}

const shownBadLines = 20;

const line = (label: string, text: string): string => `${label.padEnd(10)}  ${text}`;

function eventsText({ tally, running, interrupted }: RunReport): string {
  const { events, bytes } = tally;
  const rate = running.ms > 0 ? ` (${count((events * 1_000) / running.ms)} events/s, ${megabytesPerSecond(bytes, running.ms).toFixed(1)} MB/s)` : '';
  return `${count(events)} in ${seconds(running.ms)}${rate}${interrupted ? ', interrupted' : ''}`;
}

function badText({ events, bad, badLines }: EventTally): string {
  const reasons = new Map<string, number[]>();
  for (const { line: number, reason } of badLines.slice(0, shownBadLines)) reasons.set(reason, [...(reasons.get(reason) ?? []), number]);
  const named = [...reasons].map(([reason, numbers]) => `${reason}: ${numbers.length === 1 ? 'line' : 'lines'} ${numbers.join(', ')}`).join('; ');
  const hint = bad >= events ? "; events are JSON objects, one a line: jq -c '.[]' makes lines of a list" : '';
  return `${counted(bad, 'line')} held no event (${named}${bad > shownBadLines ? ', …' : ''})${hint}`;
}

/** One line for each refused rule, and how many are not shown. */
export function refusalLines(refused: readonly RefusedRule[], shown: number): string[] {
  const lines = refused.slice(0, shown).map((one) => `  ${printable(placeOfRefusal(one))}  ${printable(one.reason)}`);
  if (refused.length > shown) lines.push(`  … and ${count(refused.length - shown)} more (--refused all shows them)`);
  return lines;
}

export function reportText(report: RunReport, shownRefusals: number): string {
  const { set, tally, matches, matchedBy, loading, running } = report;
  const parts = [counted(set.rules.length, 'rule'), ...(set.correlations.length > 0 ? [counted(set.correlations.length, 'correlation')] : []), ...(set.filters > 0 ? [counted(set.filters, 'filter')] : [])];
  const took = report.rulesRun < set.rules.length ? `; ${count(report.rulesRun)} of the rules needed` : '';
  const refused = set.refused.length > 0 ? `, ${count(set.refused.length)} refused` : '';
  return [
    // Long, so it comes first: the figures should not scroll away.
    ...(set.refused.length > 0 && shownRefusals > 0 ? [`refused ${counted(set.refused.length, 'rule')}:`, ...refusalLines(set.refused, shownRefusals), ''] : []),
    line('events', eventsText(report)),
    line('matches', `${count(matches)}${matches > 0 ? ` by ${counted(matchedBy.count, matchedBy.thing)}` : ''}`),
    line('loaded', `${parts.join(', ')} in ${seconds(loading.ms)}${refused}${took}`),
    line('processor', `${seconds(loading.cpuMs)} for the rules, ${seconds(running.cpuMs)} for the events`),
    ...report.notes.map(([label, text]) => line(label, text)),
    ...(tally.bad > 0 ? [line('bad lines', badText(tally))] : []),
    '',
  ].join('\n');
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** The report as one line of JSON; times in seconds. */
export function reportJson(report: RunReport, shownRefusals: number): string {
  const { set, tally, loading, running } = report;
  return `${JSON.stringify({
    events: tally.events,
    bytes: tally.bytes,
    matches: report.matches,
    [`${report.matchedBy.thing}sMatched`]: report.matchedBy.count,
    seconds: rounded(running.ms / 1_000, 3),
    eventsPerSecond: running.ms > 0 ? Math.round((tally.events * 1_000) / running.ms) : 0,
    megabytesPerSecond: rounded(megabytesPerSecond(tally.bytes, running.ms), 2),
    loadSeconds: rounded(loading.ms / 1_000, 3),
    cpuSeconds: { load: rounded(loading.cpuMs / 1_000, 3), run: rounded(running.cpuMs / 1_000, 3) },
    interrupted: report.interrupted,
    rulesLoaded: set.rules.length,
    rulesRun: report.rulesRun,
    correlationsLoaded: set.correlations.length,
    filtersLoaded: set.filters,
    rulesRefused: set.refused.length,
    refused: set.refused.slice(0, shownRefusals),
    badLines: tally.bad,
    badLineReasons: tally.badLines,
    ...report.facts,
  })}\n`;
}
