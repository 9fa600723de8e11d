import type { Letter } from '@vedette/mail';
import { minute } from '../accounts/mails';

/** From the configured address alone, the token behind the #: see `verificationLink`. */
function link(publicUrl: string, path: string, token?: string): string {
  const url = new URL(path, publicUrl);
  if (token) url.hash = `token=${token}`;
  return url.href;
}

const words = { totp: 'an authenticator app', passkey: 'a passkey' } as const;

export type NamedFactor = keyof typeof words;

/** Names no name that its holder chose: what is in our letters is ours. */
export function factorChangedLetter(to: string, what: NamedFactor, happened: 'added' | 'removed', publicUrl: string, at: Date): Letter {
  return {
    to,
    subject: happened === 'added' ? 'A second factor was added' : 'A second factor was removed',
    text: [
      `${happened === 'added' ? 'To' : 'From'} your account in Vedette ${words[what]} was ${happened} at ${minute(at)}.`,
      '',
      'If it was you, there is nothing to do.',
      'If it was not you, somebody else is signed in as you: change your password and look at your factors and sessions now:',
      '',
      link(publicUrl, '/account'),
    ].join('\n'),
  };
}

export function recoveryCodesLetter(to: string, publicUrl: string, at: Date): Letter {
  return {
    to,
    subject: 'Your recovery codes were renewed',
    text: [
      `New recovery codes were made for your account in Vedette at ${minute(at)}. The old ones do not work any more.`,
      '',
      'If it was not you, somebody else is signed in as you: change your password and look at your factors and sessions now:',
      '',
      link(publicUrl, '/account'),
    ].join('\n'),
  };
}

export function recoveryLetter(to: string, tokens: { readonly complete: string; readonly cancel: string }, publicUrl: string, usable: { readonly from: Date; readonly until: Date }): Letter {
  return {
    to,
    subject: 'Your second factor: somebody says it is lost',
    text: [
      'Somebody who got past your password, or past a link that was mailed to you, says that they have lost your second factor.',
      '',
      'If it was NOT you, follow this link now: then nothing changes. Change your password and that of your mailbox as well.',
      '',
      link(publicUrl, '/cancel-recovery', tokens.cancel),
      '',
      `If it was you, this link removes all of your second factors. It works from ${minute(usable.from)} until ${minute(usable.until)}, and once:`,
      '',
      link(publicUrl, '/recover-factor', tokens.complete),
      '',
      'Signing in with one of your factors before then takes the request back.',
    ].join('\n'),
  };
}

/** To the owners of the organisations that the account belongs to: nobody's factors disappear unseen. */
export function recoveryNoticeLetter(to: string, member: string, usableFrom: Date): Letter {
  return {
    to,
    subject: 'A member has lost their second factor',
    text: [
      `${member}, who belongs to an organisation of yours in Vedette, asks for their second factors to be removed.`,
      `They can do so from ${minute(usableFrom)} on. If they do not know of it, ask them to follow the other link of the letter that they got,`,
      'or remove them from your organisation until it is clear.',
    ].join('\n'),
  };
}

export function factorsRemovedLetter(to: string, publicUrl: string, at: Date): Letter {
  return {
    to,
    subject: 'Your second factors were removed',
    text: [
      `As was asked a day ago, all second factors of your account in Vedette were removed at ${minute(at)}, and all of its sessions were ended.`,
      'Sign in and add a new factor:',
      '',
      link(publicUrl, '/login'),
      '',
      'If it was not you, change your password now and tell an owner of your organisation.',
    ].join('\n'),
  };
}
