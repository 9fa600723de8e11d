import { setTimeout as pause } from 'node:timers/promises';
import { dateFrom, systemClock } from '@vedette/kernel';
import type { Terminal } from '../terminal/terminal';
import { exitCodeOf } from '../terminal/terminal';
import { printable } from '../terminal/wording';
import type { CredentialFile } from './credentials';
import { OAuthClient } from './oauth-client';
import type { DeviceGranted, DeviceStarted } from './oauth-client';

const ends: Readonly<Record<string, string>> = {
  access_denied: 'The login was denied.',
  expired_token: 'Nobody approved the login within its ten minutes. Start it again.',
  invalid_grant: 'The login is not known any more. Start it again.',
};

/**
 * Prints code and link, and waits until somebody has decided in a browser.
 * @returns the exit code: 1 when there is no login, 128 and the signal's number when interrupted
 * @throws InputFault
 */
export async function runLogin(url: string, file: CredentialFile, terminal: Terminal): Promise<number> {
  const say = (line = '') => void terminal.stderr.write(`${line}\n`);
  const { signal } = terminal;
  const client = new OAuthClient(url, signal);
  try {
    const started = await client.start();
    say(`To let this machine in, open  ${printable(started.pageWithCode || started.page)}`);
    say(`and check that it shows       ${printable(started.userCode)}`);
    say();
    say('Waiting for you there … (Ctrl-C to give up)');
    const answer = await decided(client, started, signal);
    if (typeof answer === 'string') {
      say(ends[answer] ?? `The login failed: ${printable(answer)}`);
      return 1;
    }
    await keep(url, answer, file, client, say);
    return 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    say('Given up.');
    return exitCodeOf(signal);
  }
}

async function decided(client: OAuthClient, started: DeviceStarted, signal: AbortSignal): Promise<DeviceGranted | string> {
  const until = systemClock.now() + started.expiresIn * 1000;
  for (let { interval } = started; systemClock.now() < until; ) {
    await pause(interval * 1000, undefined, { signal });
    const answer = await client.poll(started.deviceCode);
    if (answer === 'slow_down') interval += 5;
    else if (answer !== 'authorization_pending') return answer;
  }
  return 'expired_token';
}

async function keep(url: string, { token, expiresIn, scopes }: DeviceGranted, file: CredentialFile, client: OAuthClient, say: (line: string) => void): Promise<void> {
  // One that cannot be read is in the way of nothing: it is replaced.
  const before = await file.read().catch(() => null);
  const expiresAt = dateFrom(systemClock.now() + expiresIn * 1000).toISOString();
  try {
    await file.write({ url, token, expiresAt });
  } catch (error) {
    // A token that is kept nowhere should not live on either.
    await client.revoke(token).catch(() => undefined);
    throw error;
  }
  // The one before it would live on for weeks, and nobody could end it from here.
  if (before?.url === url) await client.revoke(before.token).catch(() => undefined);
  say(`Logged in to ${url} until ${expiresAt.slice(0, 10)}. May: ${printable(scopes.join(', '))}.`);
  say(`The token is in ${file.path}; "vedette logout" ends it.`);
}
