import type { Terminal } from '../terminal/terminal';
import type { CredentialFile } from './credentials';
import { OAuthClient } from './oauth-client';

/**
 * Ends the token there, then forgets it here.
 * @throws InputFault when the installation cannot be reached: a token that still works is not forgotten, unless `force` is given
 */
export async function runLogout(file: CredentialFile, force: boolean, terminal: Terminal): Promise<number> {
  const known = await file.read();
  if (!known) {
    terminal.stderr.write('Nobody is logged in.\n');
    return 0;
  }
  try {
    await new OAuthClient(known.url, terminal.signal).revoke(known.token);
  } catch (error) {
    if (!force) throw error;
    terminal.stderr.write(`The token could not be ended; it works until ${known.expiresAt.slice(0, 10)} or until somebody revokes it under "API keys".\n`);
  }
  await file.remove();
  terminal.stderr.write(`Logged out of ${known.url}.\n`);
  return 0;
}
