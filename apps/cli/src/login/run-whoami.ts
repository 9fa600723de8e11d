import { InputFault } from '../terminal/input-fault';
import type { Terminal } from '../terminal/terminal';
import { printable } from '../terminal/wording';
import type { CredentialFile } from './credentials';

export interface WhoamiOptions {
  readonly format: 'text' | 'json';
}

/**
 * Asks the installation, so that it tells what holds now.
 * @returns the exit code: 1 when nobody is logged in (any more)
 * @throws InputFault
 */
export async function runWhoami(file: CredentialFile, { format }: WhoamiOptions, terminal: Terminal): Promise<number> {
  const known = await file.read();
  if (!known) {
    terminal.stderr.write('Nobody is logged in. Run "vedette login".\n');
    return 1;
  }
  const { url, token, expiresAt } = known;
  // Asked for here alone: the other commands need no server, and start faster without it.
  const { ApiError, createClient, ViewerDocument } = await import('@vedette/api-client');
  const client = createClient({ url, headers: { authorization: `Bearer ${token}` } });
  const viewer = await client.request(ViewerDocument, {}, terminal.signal).then(
    (answer) => answer.viewer,
    (error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      if (error.code.startsWith('key.')) return null;
      throw new InputFault(`${url}: ${error.message}`, { cause: error });
    },
  );
  if (!viewer) {
    terminal.stderr.write(`The login to ${url} has ended. Run "vedette login".\n`);
    return 1;
  }
  const { tenant, principal, permissions } = viewer;
  if (format === 'json') terminal.stdout.write(`${JSON.stringify({ url, organisation: tenant.name, principal, permissions, expiresAt })}\n`);
  else {
    const rows = [['installation', url], ['organisation', tenant.name], ['as', principal], ['may', permissions.join(', ')], ['until', expiresAt.slice(0, 10)]];
    for (const [label = '', value = ''] of rows) terminal.stdout.write(`${label.padEnd(12)}  ${printable(value)}\n`);
  }
  return 0;
}
