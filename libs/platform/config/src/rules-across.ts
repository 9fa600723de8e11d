import type { ConfigFault } from './config-error';
import { isMailbox } from './fragments/mail-config';
import { isLoopback } from './loopback';

type Flat = Readonly<Record<string, string | undefined>>;

/** What two variables may not say together. They see raw values, so that they speak up beside every other fault. */
export const rulesAcross: readonly ((flat: Flat) => ConfigFault | undefined)[] = [
  ({ MAIL_URL, VEDETTE_MODE }) =>
    isMailbox(MAIL_URL) && VEDETTE_MODE !== 'development'
      ? { name: 'MAIL_URL', reason: 'mailbox shows every mail on a page, so it needs VEDETTE_MODE=development' }
      : undefined,
  // The demo, its login and the mailbox page are for the person at this machine.
  ({ PUBLIC_URL, HOST, VEDETTE_MODE }) =>
    VEDETTE_MODE === 'development' && ((HOST && !isLoopback(HOST)) || (PUBLIC_URL && !loopbackUrl(PUBLIC_URL)))
      ? { name: 'VEDETTE_MODE', reason: 'development is for loopback only; PUBLIC_URL or HOST names another address' }
      : undefined,
];

function loopbackUrl(text: string): boolean {
  // A malformed PUBLIC_URL has a fault of its own.
  return !URL.canParse(text) || isLoopback(new URL(text).hostname);
}
