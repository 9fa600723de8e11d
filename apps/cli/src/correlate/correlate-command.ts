import { parseTimespan } from '@vedette/correlation';
import { Errors, Flags } from '@oclif/core';
import { runFlags, runInputOf } from '../run/run-flags';
import { VedetteCommand } from '../terminal/vedette-command';
import type { Order } from './correlation-pass';
import { runCorrelate } from './run-correlate';

/** The order of events in time. */
export const orderFlags = {
  lateness: Flags.string({
    default: '5m',
    helpValue: 'SPAN',
    description: 'How far an event may come behind the newest one before it and still count in its place: 0s, 30s, 5m, 2h, 1d. Later ones are left out, and counted.',
  }),
  sort: Flags.boolean({ description: 'Put the hits of the whole file in the order of their times first. Answers come at the end.' }),
};

/** @throws CLIError: wrong usage */
export function orderOf({ lateness, sort }: { readonly lateness: string; readonly sort: boolean }): Order {
  if (sort) return 'sorted';
  if (/^0+[a-z]?$/i.test(lateness)) return 0;
  try {
    return parseTimespan(lateness);
  } catch {
    throw new Errors.CLIError(`--lateness is a time span such as 30s, 5m or 2h, not "${lateness}"`);
  }
}

export class CorrelateCommand extends VedetteCommand {
  static override readonly summary = 'Print which correlations match in a file of events.';
  static override readonly description = `Runs the correlations among the rules, and the rules they refer to. Prints one line of JSON for each match: {"line": completing event, "ruleId", "group", "value": what was measured, "firstAt", "lastAt", "opens": first of a run of matches, "lines": evidence}. Where absence was waited for, "line" is the event that opened the window. Time is the events' own: windows are exact, and at the end of the file those still open are decided.

EXIT CODES
  0  the events were read to their end, whether or not a correlation matched
  1  the rules or the events could not be read, or there is no correlation
  2  wrong usage
  3  a correlation matched, with --fail-on-match`;
  static override readonly examples = [
    { description: 'Correlations and their rules from one folder', command: '<%= config.bin %> <%= command.id %> --rules patterns/ --events auth.ndjson.gz' },
    { description: 'Only the first match of each run, as an alert would open', command: '<%= config.bin %> <%= command.id %> -r patterns/ -e auth.ndjson | jq -c "select(.opens)"' },
    { description: 'Logs of several machines, one behind the other', command: 'cat a.ndjson b.ndjson | <%= config.bin %> <%= command.id %> -r patterns/ -e - --sort' },
  ];
  static override readonly flags = {
    ...runFlags,
    ...orderFlags,
    all: Flags.boolean({ description: 'Print the matches of correlations that are only parts of others too.' }),
    'fail-on-match': Flags.boolean({ description: 'Exit with 3 when a correlation matched.' }),
  };

  async run(): Promise<number> {
    const { flags } = await this.parse(CorrelateCommand);
    return runCorrelate({ ...runInputOf(flags), order: orderOf(flags), all: flags.all, failOnMatch: flags['fail-on-match'] }, this.terminal);
  }
}
