import { Errors, Flags } from '@oclif/core';
import { envelopeModes } from '../input/envelope';
import type { RunInput } from './run-input';

/** Of every command that reads rules. */
export const ruleFlags = {
  rules: Flags.string({
    char: 'r',
    required: true,
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'PATH',
    description: 'Folder of YAML, zip, single YAML file, or JSON lines with the rule under "yaml" (plain or gzip). May be given several times. Filters in it are applied.',
  }),
  placeholders: Flags.string({ helpValue: 'FILE', description: 'Values for the modifier "expand": YAML or JSON, from name to value or list of values.' }),
};

/** Of every command that runs rules over events. */
export const runFlags = {
  ...ruleFlags,
  pipeline: Flags.string({ multiple: true, multipleNonGreedy: true, helpValue: 'FILE', description: "Processing pipeline in pySigma's format: maps rules to the field names and logs of the events. May be given several times." }),
  events: Flags.string({ char: 'e', required: true, helpValue: 'PATH', description: 'Newline-delimited JSON, plain or gzip; "-" reads standard input. One event a line, or {"event": …}.' }),
  envelope: Flags.option({ options: envelopeModes, default: 'auto' as const })({ description: 'Whether lines are {"event": …}. "auto" takes out the event unless the line is an Elastic Common Schema document, which has a part of that name.' }),
  routing: Flags.string({ helpValue: 'FILE', exclusive: ['no-routing'], description: "Which events each logsource means, in the format of SigmaHQ's logsource-thor.yml, instead of the built-in mapping." }),
  'no-routing': Flags.boolean({ description: 'Ask every rule about every event, whatever its logsource.' }),
  refused: Flags.string({ default: '20', helpValue: 'N|all', description: 'How many refused rules the summary names.' }),
  json: Flags.boolean({ description: 'Print the summary as one line of JSON. It stays on standard error.' }),
  quiet: Flags.boolean({ char: 'q', description: 'Print neither summary nor progress.' }),
};

export interface ParsedRunFlags {
  readonly rules: string[];
  readonly placeholders?: string;
  readonly pipeline?: string[];
  readonly events: string;
  readonly envelope: (typeof envelopeModes)[number];
  readonly routing?: string;
  readonly 'no-routing': boolean;
  readonly refused: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** @throws CLIError: wrong usage */
export function shownRefusals(written: string): number {
  if (written === 'all') return Infinity;
  if (/^\d{1,9}$/.test(written)) return Number(written);
  throw new Errors.CLIError(`--refused is a number or "all", not "${written}"`);
}

export function runInputOf(flags: ParsedRunFlags): RunInput {
  return {
    rules: flags.rules,
    placeholders: flags.placeholders,
    pipelines: flags.pipeline,
    events: flags.events,
    envelope: flags.envelope,
    routing: { routed: !flags['no-routing'], file: flags.routing },
    shownRefusals: shownRefusals(flags.refused),
    summary: flags.quiet ? 'none' : flags.json ? 'json' : 'text',
    progress: !flags.quiet,
  };
}
