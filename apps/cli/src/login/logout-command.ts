import { Flags } from '@oclif/core';
import { VedetteCommand } from '../terminal/vedette-command';
import { CredentialFile } from './credentials';
import { runLogout } from './run-logout';

export class LogoutCommand extends VedetteCommand {
  static override readonly summary = 'End the login of this machine.';
  static override readonly description = 'Revokes the token at the installation, at once, and removes it here.';
  static override readonly flags = {
    force: Flags.boolean({ description: 'Remove it here even when the installation cannot be reached.' }),
  };

  async run(): Promise<number> {
    const { flags } = await this.parse(LogoutCommand);
    return runLogout(new CredentialFile(this.config.configDir), flags.force, this.terminal);
  }
}
