import type { Letter } from '@vedette/mail';
import type { EmailAddress } from '../accounts/email-address';

/** From the configured address alone, the token behind the #: see `verificationLink`. */
export function invitationLink(publicUrl: string, token: string): string {
  const link = new URL('/invitation', publicUrl);
  link.hash = `token=${token}`;
  return link.href;
}

/**
 * Names who invites by their proven address and repeats nothing else that they could have typed: the organisation's name
 * is shown behind the link, so that nobody can write to strangers in our name.
 */
export function invitationLetter(to: EmailAddress, publicUrl: string, token: string, from: { readonly inviter: string; readonly until: Date }): Letter {
  return {
    to: to.key,
    subject: 'You are invited to Vedette',
    text: [
      `${from.inviter} invites you to join their organisation in Vedette.`,
      `To see which it is, and to accept, follow this link until ${from.until.toISOString().slice(0, 16).replace('T', ' ')} UTC:`,
      '',
      invitationLink(publicUrl, token),
      '',
      'It works for this address alone, and once. If you do not know who this is, leave it alone: nothing happens without it.',
    ].join('\n'),
  };
}
