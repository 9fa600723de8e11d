import { Outage, refusals } from '@vedette/kernel';
import type { Clock } from '@vedette/kernel';
import { createTransport } from 'nodemailer';
import { Mailbox } from './mailbox';
import type { Letter } from './mailbox';

export interface Mail {
  /** @throws Refusal `mail.address_malformed`, `mail.rejected` (SMTP 5xx); Outage('mail'), which is worth a retry. */
  send(letter: Letter): Promise<void>;
  /** Only with the development transport. */
  readonly mailbox?: Mailbox;
  close(): void;
}

export interface MailOptions {
  /** `smtp://user:password@host:587`, `smtps://…`, or `mailbox:` (development: nothing leaves the process). */
  readonly url: string;
  /** Sender, `Name <address>`. */
  readonly from?: string;
  readonly clock?: Clock;
}

const refuse = refusals({
  'mail.address_malformed': { class: 'invalid', text: 'This is not an e-mail address.' },
  'mail.rejected': { class: 'unprocessable', text: 'The mail server refused this message.' },
});

export function openMail(options: MailOptions): Mail {
  if (options.url === 'mailbox' || options.url === 'mailbox:') return openMailbox(options.clock);
  const transport = createTransport(
    { url: options.url, pool: true, maxConnections: 2, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 },
    { from: options.from ?? 'Vedette <vedette@localhost>' },
  );
  return {
    async send(letter) {
      check(letter);
      try {
        await transport.sendMail({ to: { name: '', address: letter.to }, subject: letter.subject, text: letter.text });
      } catch (error) {
        throw permanent(error) ? refuse('mail.rejected') : new Outage('mail', error);
      }
    },
    close: () => transport.close(),
  };
}

function openMailbox(clock?: Clock): Mail {
  const mailbox = new Mailbox(clock);
  return {
    mailbox,
    async send(letter) {
      check(letter);
      mailbox.keep({ to: letter.to, subject: letter.subject, text: letter.text });
    },
    close: () => undefined,
  };
}

// One plain address: no list, no name, nothing that could start another header or command (RFC 5321 §4.1.2, narrowed).
const ADDRESS = /^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\]{1,255}$/;

function check(letter: Letter): void {
  if (!ADDRESS.test(letter.to)) throw refuse('mail.address_malformed');
  if (/[\r\n]/.test(letter.subject)) throw new Error('a subject is one line');
}

/** 5yz answers to the message itself; a failed login is our own fault and may be mended, so it stays an outage. */
function permanent(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error) || typeof error.responseCode !== 'number') return false;
  return error.responseCode >= 500 && !('code' in error && error.code === 'EAUTH');
}
