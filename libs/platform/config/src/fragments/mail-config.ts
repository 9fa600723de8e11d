import { z } from 'zod';
import { quotable } from '../marks';

const expected = 'expected smtp://host:port, smtps://host:port, or mailbox in development';

export function isMailbox(url: string | undefined): boolean {
  return url === 'mailbox' || url === 'mailbox:';
}

/** MAIL_URL may hold a password; MAIL_FROM is the sender's address. */
export const mailConfig = {
  MAIL_URL: z
    .string()
    .refine((text) => isMailbox(text) || (URL.canParse(text) && ['smtp:', 'smtps:'].includes(new URL(text).protocol)), expected)
    .transform((text) => (isMailbox(text) ? 'mailbox:' : text)),
  MAIL_FROM: quotable(z.string().regex(/^[^\r\n]+$/, 'expected one line').default('Vedette <vedette@localhost>')),
};
