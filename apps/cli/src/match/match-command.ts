import { Flags } from '@oclif/core';
import { runFlags, runInputOf } from '../run/run-flags';
import { VedetteCommand } from '../terminal/vedette-command';
import { runMatch } from './run-match';

export class MatchCommand extends VedetteCommand {
  static override readonly summary = 'Print which rules match which events.';
  static override readonly description = `Prints one line of JSON on standard output for each match: {"line": n, "ruleId": "…"}, lines counted from 1. A summary follows on standard error: how many events and how fast, rules loaded, rules refused with file, line, column and reason, and lines that held no event.

EXIT CODES
  0  the events were read to their end, whether or not a rule matched
  1  the rules or the events could not be read
  2  wrong usage
  3  a rule matched, with --fail-on-match`;
  static override readonly examples = [
    { description: 'A folder of rules over a file of events', command: '<%= config.bin %> <%= command.id %> --rules rules/ --events events.ndjson.gz' },
    { description: 'The rules that matched, by how often', command: '<%= config.bin %> <%= command.id %> -r rules.zip -e events.ndjson | jq -r .ruleId | sort | uniq -c | sort -rn' },
    { description: 'From another program, failing a pipeline when something matches', command: 'zcat *.gz | <%= config.bin %> <%= command.id %> -r rules/ -e - --fail-on-match' },
  ];
  static override readonly flags = {
    ...runFlags,
    'fail-on-match': Flags.boolean({ description: 'Exit with 3 when a rule matched.' }),
  };

  async run(): Promise<number> {
    const { flags } = await this.parse(MatchCommand);
    return runMatch({ ...runInputOf(flags), failOnMatch: flags['fail-on-match'] }, this.terminal);
  }
}
