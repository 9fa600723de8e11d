import { entityOf, normalise, type CompiledRules, type NormalisedEvent, type SigmaRule } from '@vedette/sigma';
import { entityKey } from './entity-key';

/** An event that a rule matched: its index in the segment and its time, milliseconds since the epoch. */
export interface Hit {
  readonly index: number;
  readonly at: number;
  readonly event: NormalisedEvent;
}

/** What one rule found about one entity in one segment; hits in order of event time, then index. */
export interface MatchGroup {
  readonly rule: SigmaRule;
  readonly entity: { readonly kind: string; readonly value: string };
  readonly hits: Hit[];
}

export interface SegmentMatches {
  readonly groups: MatchGroup[];
  /** The kind that most events are of, if any is known. */
  readonly kind: string | null;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Events that could not be read or evaluated. Each is a bug of ours, counted and told: it must not blind the others. */
  readonly failed: number;
  readonly firstFailure: string | null;
}

/** Events evaluated before other work of the process gets its turn. */
const BREATH = 256;

/** Parses, normalises and evaluates every event of a segment once. An event without a sane time counts as received. */
export async function groupMatches(lines: readonly string[], rules: CompiledRules, receivedAt: number): Promise<SegmentMatches> {
  const groups = new Map<string, MatchGroup>();
  const kinds = new Map<string, number>();
  let [firstAt, lastAt, failed] = [Infinity, -Infinity, 0];
  let firstFailure: string | null = null;
  for (const [index, line] of lines.entries()) {
    if (index % BREATH === BREATH - 1) await new Promise(setImmediate);
    try {
      evaluateLine(index, line);
    } catch (error) {
      failed++;
      firstFailure ??= placeOf(error);
    }
  }
  for (const group of groups.values()) group.hits.sort((a, b) => a.at - b.at || a.index - b.index);
  const kind = [...kinds].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
  if (firstAt > lastAt) [firstAt, lastAt] = [receivedAt, receivedAt];
  return { groups: [...groups.values()], kind, firstAt, lastAt, failed, firstFailure };

  function evaluateLine(index: number, line: string): void {
    const event = normalise(JSON.parse(line));
    const at = saneTime(event.at, receivedAt);
    firstAt = Math.min(firstAt, at);
    lastAt = Math.max(lastAt, at);
    if (event.kind) kinds.set(event.kind, (kinds.get(event.kind) ?? 0) + 1);
    const matched = rules.evaluate(event);
    if (matched.length === 0) return;
    const found = entityOf(event);
    const entity = { kind: found.kind, value: entityKey(found.value) };
    for (const rule of matched) {
      const key = `${rule.id} ${entity.kind} ${entity.value}`;
      const group = groups.get(key);
      if (group) group.hits.push({ index, at, event });
      else groups.set(key, { rule, entity, hits: [{ index, at, event }] });
    }
  }
}

/** The kind of error and where it was thrown, without its message: that may repeat the event. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 3).map((line) => line.trim())].join(' ');
}

const DAY = 86_400_000;

/** A sender's clock may be wrong or hostile: what lies before 1980 or a day ahead would open or hold alerts for ever. */
function saneTime(at: number | undefined, receivedAt: number): number {
  return at !== undefined && at >= 315_532_800_000 && at <= receivedAt + DAY ? Math.floor(at) : receivedAt;
}
