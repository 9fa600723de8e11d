import type { LogsourceRouting, RuleVerdict, SigmaRule } from '@vedette/sigma';
import { compileRules, explainVerdict, normalise, renderVerdict } from '@vedette/sigma';
import type { EventRun } from '../run/event-run';
import { counted } from '../terminal/wording';

/** Events that are looked at for the one that came nearest: explaining is dearer than matching. */
const mostJudged = 20_000;

export interface RuleQuestion {
  readonly rule: SigmaRule;
  readonly routing: LogsourceRouting;
  /** One event; absent: the first that match. */
  readonly line?: number;
  /** How many matching events are shown. */
  readonly limit: number;
}

interface Judged {
  readonly line: number;
  readonly verdict: RuleVerdict;
}

/** The one with fewer answers to turn; an event of the rule's own log before any other. */
function nearer(one: Judged | undefined, other: Judged): Judged {
  if (!one || one.verdict.routed !== other.verdict.routed) return one?.verdict.routed ? one : other;
  return other.verdict.blockers.length < one.verdict.blockers.length ? other : one;
}

/** Prints why a rule matched one event or did not; or the first events it matches, or the one that came nearest. */
export async function explainRule(run: EventRun, { rule, routing, line: wanted, limit }: RuleQuestion): Promise<void> {
  const compiled = compileRules([rule], { routing });
  let [events, last, matches] = [0, 0, 0];
  let asked = false;
  let nearest: Judged | undefined;
  const show = (raw: Record<string, unknown>, line: number): void => {
    events++;
    last = line;
    if (wanted !== undefined && line !== wanted) return;
    asked = true;
    const event = normalise(raw);
    const matched = compiled.evaluate(event).length > 0;
    if (wanted !== undefined || (matched && ++matches <= limit)) run.print(`line ${line}: ${renderVerdict(explainVerdict(rule, event, routing))}`);
    else if (matches === 0 && events <= mostJudged) nearest = nearer(nearest, { line, verdict: explainVerdict(rule, event, routing) });
  };
  await run.over(show, () => wanted !== undefined && last >= wanted);
  if (wanted !== undefined) {
    if (!asked) run.print(`line ${wanted}: holds no event`);
    return;
  }
  if (matches > 0) run.print(`${counted(matches, 'match', 'matches')} in ${counted(events, 'event')}${matches > limit ? `; the first ${limit} are shown (--limit)` : ''}`);
  else {
    run.print(`no match in ${counted(events, 'event')}${nearest ? '; this one came nearest' : ''}`);
    if (nearest) run.print(`line ${nearest.line}: ${renderVerdict(nearest.verdict)}`);
  }
}
