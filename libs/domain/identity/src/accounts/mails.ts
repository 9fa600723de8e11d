import type { Letter } from '@vedette/mail';
import type { EmailAddress } from './email-address';

/**
 * The link is built from the configured address alone: one built from a request's Host header would carry the token to
 * whoever set it. The token stands in the fragment, which no server log and no Referer header sees.
 */
export function verificationLink(publicUrl: string, token: string): string {
  const link = new URL('/verify-email', publicUrl);
  link.hash = `token=${token}`;
  return link.href;
}

/** Nothing that the requester typed is repeated, so that nobody can write to strangers in our name. */
export function verificationLetter(to: EmailAddress, publicUrl: string, token: string, at: Date): Letter {
  return {
    to: to.key,
    subject: 'Confirm your address',
    text: [
      `Someone, hopefully you, signed up for Vedette with this address at ${minute(at)}.`,
      'To confirm it and open your organisation with the password chosen then, follow this link within 24 hours:',
      '',
      verificationLink(publicUrl, token),
      '',
      'If it was not you, leave the link alone: nothing happens without it.',
    ].join('\n'),
  };
}

export function knownAddressLetter(to: EmailAddress, publicUrl: string, at: Date): Letter {
  return {
    to: to.key,
    subject: 'You already have an account',
    text: [
      `Someone, perhaps you, tried to sign up for Vedette with this address at ${minute(at)}.`,
      'There is an account already, and nothing about it has changed. You can sign in here:',
      '',
      new URL('/login', publicUrl).href,
      '',
      'If it was not you, there is nothing to do.',
    ].join('\n'),
  };
}

export function minute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
