import { Flags } from '@oclif/core';
import { VedetteCommand } from '../terminal/vedette-command';
import { CredentialFile } from './credentials';
import { runWhoami } from './run-whoami';

const formats = ['text', 'json'] as const;

export class WhoamiCommand extends VedetteCommand {
  static override readonly summary = 'Say where this machine is logged in, and what it may do.';
  static override readonly description = `Asks the installation, so that it says what holds now.

EXIT CODES
  0  logged in
  1  not, or the installation cannot be reached
  2  wrong usage`;
  static override readonly flags = {
    format: Flags.option({ options: formats, default: 'text' as const })({ description: 'How it is printed; json is one object.' }),
  };

  async run(): Promise<number> {
    const { flags } = await this.parse(WhoamiCommand);
    return runWhoami(new CredentialFile(this.config.configDir), flags, this.terminal);
  }
}
