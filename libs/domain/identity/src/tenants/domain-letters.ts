import type { Letter } from '@vedette/mail';

/** To owners, when the record was not found three times in a row. */
export function domainLostLetter(to: string, domain: string, publicUrl: string): Letter {
  return {
    to,
    subject: 'A domain is no longer proven',
    text: [
      `The record that proves ${domain} to be yours was not found three times in a row.`,
      'Until it is published and checked again, nobody can join your organisation by an address of that domain. Members stay as they are.',
      '',
      'The record to publish, and the way to check it, are here:',
      new URL('/organisation/domains', publicUrl).href,
    ].join('\n'),
  };
}

/** To owners of the organisation that had it. The other one is not named. */
export function domainMovedLetter(to: string, domain: string, publicUrl: string): Letter {
  return {
    to,
    subject: 'A domain is proven by another organisation now',
    text: [
      `Your record for ${domain} is gone from DNS, and another organisation has published theirs and proven the domain.`,
      'Nobody can join your organisation by an address of that domain any more. Members stay as they are.',
      '',
      'If you hold the domain, publish your record in place of theirs and check it again:',
      new URL('/organisation/domains', publicUrl).href,
    ].join('\n'),
  };
}
