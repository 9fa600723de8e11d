import type { ByteSource } from '../input/byte-source';
import { openBytes } from '../input/byte-source';
import type { EventTally } from '../input/read-events';
import { readEvents } from '../input/read-events';
import type { RuleSet } from '../rules/rule-set';
import { InputFault } from '../terminal/input-fault';
import { LineWriter } from '../terminal/line-writer';
import { Progress } from '../terminal/progress';
import type { RunReport } from '../terminal/report';
import { reportJson, reportText } from '../terminal/report';
import type { Lap } from '../terminal/stopwatch';
import { Stopwatch } from '../terminal/stopwatch';
import type { Terminal } from '../terminal/terminal';
import { exitCodeOf } from '../terminal/terminal';
import { count } from '../terminal/wording';
import type { RunInput } from './run-input';

export type RunFindings = Pick<RunReport, 'matchedBy'> & Partial<Pick<RunReport, 'notes' | 'facts'>>;

/** One pass of some rules over one file of events: progress while it lasts, a report at its end. */
export class EventRun {
  matches = 0;
  private readonly progress: Progress;
  private readonly watch = new Stopwatch();
  private readonly out: LineWriter;
  private readonly events: ByteSource;
  private set: RuleSet | undefined;
  private rulesRun = 0;
  private loading: Lap = { ms: 0, cpuMs: 0 };
  private tally: EventTally = { events: 0, bytes: 0, bad: 0, badLines: [] };
  private fault: unknown;

  /** @throws InputFault when the events cannot be opened: before anybody has waited for the rules */
  constructor(private readonly input: RunInput, private readonly terminal: Terminal) {
    // Not where somebody types the events.
    this.progress = new Progress(terminal.stderr, input.progress && !(input.events === '-' && terminal.stdin.isTTY === true));
    this.out = new LineWriter(terminal.stdout);
    this.events = openBytes(input.events, terminal.stdin);
    this.progress.say('loading the rules …');
  }

  /** The rules are ready: what follows is the events' time. */
  loaded(set: RuleSet, rulesRun: number): void {
    this.set = set;
    this.rulesRun = rulesRun;
    this.loading = this.watch.lap();
    this.progress.say(`${count(rulesRun)} rules loaded`);
  }

  /** Prints one line of JSON that is a match. */
  answer(line: string): void {
    this.matches++;
    this.out.write(line);
  }

  /** More lines for people, which are no matches. */
  print(line: string): void {
    this.out.write(line);
  }

  /**
   * Asks `take` about every event.
   * @param enough asked now and then; true ends the reading
   */
  async over(take: (event: Record<string, unknown>, line: number) => void, enough: () => boolean = () => false): Promise<void> {
    const { terminal, events, input } = this;
    try {
      await readEvents(events, {
        envelope: input.envelope,
        take,
        signal: terminal.signal,
        between: async (tally) => {
          this.tally = tally;
          if (this.out.waiting && terminal.stdout.isTTY === true) this.progress.clear();
          await this.out.settle();
          this.progress.tick(() => this.soFar());
          return !this.out.closed && !enough();
        },
      });
    } catch (error) {
      if (!(error instanceof InputFault)) throw error;
      // What was found before is worth reporting.
      this.fault = error;
    }
  }

  private soFar(): string {
    const { tally, watch, events, matches } = this;
    const share = events.share ? ` · ${Math.floor(events.share() * 100)} %` : '';
    return `${count(tally.events)} events · ${count((tally.events * 1_000) / Math.max(1, watch.ms))}/s · ${count(matches)} matches${share}`;
  }

  /**
   * Prints the report.
   * @returns the exit code: 0, 3 when asked to fail on a match, or as after the signal that ended it
   * @throws InputFault when the events could not be read to their end
   */
  async finish({ matchedBy, notes, facts }: RunFindings, failOnMatch: boolean): Promise<number> {
    const { terminal, input, set, tally, matches } = this;
    await this.out.settle();
    this.progress.clear();
    // Whoever closed the output has seen enough, of this too.
    if (this.out.closed || !set) return 0;
    const interrupted = terminal.signal.aborted || this.fault !== undefined;
    const report = { set, tally, matches, matchedBy, interrupted, rulesRun: this.rulesRun, loading: this.loading, running: this.watch.lap(), notes: notes ?? [], facts: facts ?? {} };
    if (input.summary !== 'none') terminal.stderr.write(input.summary === 'json' ? reportJson(report, input.shownRefusals) : reportText(report, input.shownRefusals));
    if (this.fault !== undefined) throw this.fault;
    if (terminal.signal.aborted) return exitCodeOf(terminal.signal);
    return failOnMatch && matches > 0 ? 3 : 0;
  }
}
