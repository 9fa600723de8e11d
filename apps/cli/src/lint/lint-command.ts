import { Args, Flags } from '@oclif/core';
import { ruleFlags } from '../run/run-flags';
import { VedetteCommand } from '../terminal/vedette-command';
import { runLint } from './run-lint';

const formats = ['text', 'json'] as const;

export class LintCommand extends VedetteCommand {
  static override readonly summary = 'Say what is wrong with rules, with line and column.';
  static override readonly description = `Prints one line for each finding: path:line:column severity code message. The paths are folders of YAML, zips, YAML files, or JSON lines with the rule under "yaml".

EXIT CODES
  0  no errors
  1  errors, or warnings with --strict; or a path could not be read
  2  wrong usage`;
  static override readonly examples = [
    { description: 'A folder and a single rule', command: '<%= config.bin %> <%= command.id %> rules/ new-rule.yml' },
    { description: 'In a pipeline, for a program to read', command: '<%= config.bin %> <%= command.id %> rules/ --strict --format json' },
  ];
  static override readonly strict = false;
  static override readonly args = { path: Args.string({ required: true, name: 'PATH', description: 'What to check. Several may be given.' }) };
  static override readonly flags = {
    format: Flags.option({ options: formats, default: 'text' as const })({ description: 'How findings are printed; json is one object a line.' }),
    strict: Flags.boolean({ description: 'Fail on warnings too.' }),
    placeholders: ruleFlags.placeholders,
    quiet: Flags.boolean({ char: 'q', description: 'Print neither the count at the end nor progress.' }),
  };

  async run(): Promise<number> {
    const { argv, flags } = await this.parse(LintCommand);
    return runLint({ paths: argv.map(String), placeholders: flags.placeholders, format: flags.format, strict: flags.strict, quiet: flags.quiet }, this.terminal);
  }
}
