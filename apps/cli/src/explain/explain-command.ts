import { Errors, Flags } from '@oclif/core';
import { orderFlags, orderOf } from '../correlate/correlate-command';
import { runFlags, runInputOf } from '../run/run-flags';
import { VedetteCommand } from '../terminal/vedette-command';
import { runExplain } from './run-explain';

/** @throws CLIError: wrong usage */
function groupOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new Errors.CLIError(`--group is field=value, not "${pair}"`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

const shared = { rules: runFlags.rules, placeholders: runFlags.placeholders, pipeline: runFlags.pipeline, events: runFlags.events, envelope: runFlags.envelope, routing: runFlags.routing, 'no-routing': runFlags['no-routing'] };

export class ExplainCommand extends VedetteCommand {
  static override readonly summary = 'Say why a rule or correlation matched, or did not.';
  static override readonly description = `For a rule: the conditions that each matching event met, with the values that met them. For a correlation: how often its rules matched and, group by group, what was needed and what was seen.

EXIT CODES
  0  explained
  1  the rules or the events could not be read, or there is no such rule
  2  wrong usage`;
  static override readonly examples = [
    { description: 'The events that a rule matches', command: '<%= config.bin %> <%= command.id %> -r rules/ -e events.ndjson --rule aac6c4f4-87c7-4961-96ac-c3fd3a42c310' },
    { description: 'One event', command: '<%= config.bin %> <%= command.id %> -r rules/ -e events.ndjson --rule aac6c4f4-87c7-4961-96ac-c3fd3a42c310 --line 42' },
    { description: 'One group of a correlation', command: '<%= config.bin %> <%= command.id %> -r patterns/ -e auth.ndjson --rule "One address tries many accounts" --group IpAddress=203.0.113.9' },
  ];
  static override readonly flags = {
    ...shared,
    rule: Flags.string({ required: true, helpValue: 'ID', description: 'Id, name or title of a rule or correlation.' }),
    line: Flags.integer({ min: 1, helpValue: 'N', description: 'Only this line of the events; for a correlation, how things stood after it.' }),
    limit: Flags.integer({ min: 1, max: 10_000, default: 5, helpValue: 'N', description: 'How many events or groups are shown; of groups at most 20.' }),
    group: Flags.string({ multiple: true, multipleNonGreedy: true, helpValue: 'FIELD=VALUE', description: 'A group of a correlation; once for each field of it.' }),
    ...orderFlags,
  };

  async run(): Promise<number> {
    const { flags } = await this.parse(ExplainCommand);
    const input = runInputOf({ ...flags, refused: '0', json: false, quiet: false });
    const group = flags.group && flags.group.length > 0 ? groupOf(flags.group) : undefined;
    return runExplain({ ...input, summary: 'none', rule: flags.rule, line: flags.line, limit: flags.limit, order: orderOf(flags), group }, this.terminal);
  }
}
