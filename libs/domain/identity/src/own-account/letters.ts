import type { Letter } from '@vedette/mail';
import { minute } from '../accounts/mails';
import type { Visit } from '../sessions/visit';
import { browserInWords } from './browser-in-words';

/** Where each letter's link leads: a page of the console. */
export const mailPaths = {
  'reset-password': '/reset-password',
  'sign-in': '/sign-in-link',
  'change-email-old': '/confirm-email',
  'change-email-new': '/confirm-email',
  'not-me': '/not-me',
} as const;

/** From the configured address alone, the token behind the #: see `verificationLink`. */
export function mailLink(publicUrl: string, purpose: keyof typeof mailPaths, token: string): string {
  const link = new URL(mailPaths[purpose], publicUrl);
  link.hash = `token=${token}`;
  return link.href;
}

function letter(to: string, subject: string, lines: readonly string[]): Letter {
  return { to, subject, text: lines.join('\n') };
}

export function resetLetter(to: string, publicUrl: string, token: string, at: Date): Letter {
  return letter(to, 'Set a new password', [
    `Someone, hopefully you, asked at ${minute(at)} for a new password for your Vedette account.`,
    'To choose one, follow this link within an hour. Links of earlier letters no longer work.',
    '',
    mailLink(publicUrl, 'reset-password', token),
    '',
    'If it was not you, leave the link alone: your password stays as it is.',
  ]);
}

export function signInLetter(to: string, publicUrl: string, token: string, at: Date): Letter {
  return letter(to, 'Your link to sign in', [
    `Someone, hopefully you, asked at ${minute(at)} for a link to sign in to Vedette.`,
    'It works once, within ten minutes, and only in the browser that asked for it:',
    '',
    mailLink(publicUrl, 'sign-in', token),
    '',
    'If it was not you, leave the link alone: nothing happens without it.',
  ]);
}

/** @param how `reset` by a letter, `changed` by whoever was signed in */
export function passwordLetter(to: string, publicUrl: string, how: 'reset' | 'changed', at: Date): Letter {
  return letter(to, 'Your password was changed', [
    `The password of your Vedette account was ${how === 'reset' ? 'set anew by a link from a letter' : 'changed'} at ${minute(at)}.`,
    how === 'reset' ? 'All sessions of the account have ended.' : 'All other sessions of the account have ended.',
    'API keys go on working: look at them if you do not know why this happened.',
    '',
    'If it was not you, set a new password at once:',
    new URL('/forgot-password', publicUrl).href,
  ]);
}

/** @param newKey what the address is to be, normalised: it is shown to the account's own holder alone */
export function oldAddressLetter(to: string, publicUrl: string, token: string, newKey: string, at: Date): Letter {
  return letter(to, 'Confirm your new address', [
    `Someone signed in to your Vedette account asked at ${minute(at)} to change its address to ${newKey}.`,
    'If it was you, sign in, then follow this link within 24 hours, and the one that went to the new address:',
    '',
    mailLink(publicUrl, 'change-email-old', token),
    '',
    'If it was not you, leave the link alone, and change your password: somebody else is signed in to your account.',
  ]);
}

export function newAddressLetter(to: string, publicUrl: string, token: string, at: Date): Letter {
  return letter(to, 'Confirm your new address', [
    `Someone, hopefully you, asked at ${minute(at)} to use this address for their Vedette account.`,
    'If it was you, sign in to that account, then follow this link within 24 hours, and the one that went to its present address:',
    '',
    mailLink(publicUrl, 'change-email-new', token),
    '',
    'If it was not you, leave the link alone: nothing happens without it.',
  ]);
}

export function addressInUseLetter(to: string, at: Date): Letter {
  return letter(to, 'This address is in use', [
    `Someone, perhaps you, asked at ${minute(at)} to use this address for their Vedette account.`,
    'It belongs to another account already, so it cannot, and nothing about either has changed.',
    '',
    'If it was not you, there is nothing to do.',
  ]);
}

export function addressChangedLetter(to: string, publicUrl: string, newKey: string, at: Date): Letter {
  return letter(to, 'Your address was changed', [
    `The address of your Vedette account was changed to ${newKey} at ${minute(at)}. All other sessions of the account have ended.`,
    'Letters go there from now on, and it signs you in:',
    '',
    new URL('/login', publicUrl).href,
  ]);
}

export function newDeviceLetter(to: string, publicUrl: string, token: string, visit: Visit, at: Date): Letter {
  return letter(to, 'A new sign-in to your account', [
    'Your Vedette account was signed in to from a browser that it has not been used with before.',
    '',
    `  When      ${minute(at)}`,
    `  Browser   ${browserInWords(visit.userAgent)}`,
    `  Address   ${visit.address}`,
    '',
    'If it was you, there is nothing to do. If it was not, this link ends what was opened there and starts a new password:',
    '',
    mailLink(publicUrl, 'not-me', token),
    '',
    'It works for seven days.',
  ]);
}
