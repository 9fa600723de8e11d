import { Flags } from '@oclif/core';
import { VedetteCommand } from '../terminal/vedette-command';
import { CredentialFile } from './credentials';
import { installUrl, urlUnlessTold } from './install-url';
import { runLogin } from './run-login';

export class LoginCommand extends VedetteCommand {
  static override readonly summary = 'Let this machine in, by a browser.';
  static override readonly description = `Prints a code and a link. Open the link in a browser where you are signed in, check the code and approve: this machine then works as you, with what you may do and it asks for, for 30 days. The token is kept in $XDG_CONFIG_HOME/vedette/credentials.json, readable by you alone.

EXIT CODES
  0  logged in
  1  denied, too late, or the installation cannot be reached
  2  wrong usage`;
  static override readonly examples = [
    { description: 'An installation of your own', command: '<%= config.bin %> <%= command.id %> --url https://vedette.example' },
  ];
  static override readonly flags = {
    url: Flags.string({ env: 'VEDETTE_URL', description: `Address of the installation; the one of the last login, or ${urlUnlessTold}, unless told.` }),
  };

  async run(): Promise<number> {
    const { flags } = await this.parse(LoginCommand);
    const file = new CredentialFile(this.config.configDir);
    const last = flags.url === undefined ? await file.read().catch(() => null) : null;
    return runLogin(installUrl(flags.url ?? last?.url ?? urlUnlessTold), file, this.terminal);
  }
}
