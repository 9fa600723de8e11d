import type { Letter } from '@vedette/mail';
import type { LeakPlace } from './leaked-keys';

export interface LeakLetterFacts {
  readonly to: string;
  readonly publicUrl: string;
  readonly key: { readonly hint: string; readonly name: string };
  readonly tenantName: string;
  readonly place: LeakPlace;
  readonly at: Date;
}

/** What a scanner, or whoever claims to be one, wrote is shown so that no mail program makes a link of it. */
export function leakLetter({ to, publicUrl, key, tenantName, place, at }: LeakLetterFacts): Letter {
  return {
    to,
    subject: 'An API key of yours was found in the open and has been revoked',
    text: [
      `The API key ${key.hint} ("${inert(key.name, 80)}") of ${inert(tenantName, 100)} was reported as leaked at ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
      'It was revoked at once: whatever used it stands still until it gets another one.',
      '',
      `Reported by: ${inert(place.reporter, 120)}`,
      ...(place.url ? [`Found at: ${inert(place.url, 300)}`] : []),
      ...(place.source ? [`Found in: ${inert(place.source, 50)}`] : []),
      'We have not looked there, and addresses are written so that nothing opens them by accident.',
      '',
      'What to do now: create another key, give it to the program, and look at what the old one was used for:',
      new URL('/keys', publicUrl).href,
    ].join('\n'),
  };
}

/** One line of printable ASCII in which nothing is an address any more: `hxxps[:]//github[.]com/…`. */
export function inert(text: string, most: number): string {
  const line = text.slice(0, most).replaceAll(/[^\x20-\x7e]+/g, ' ').trim();
  return line.replace(/^http/i, 'hxxp').replaceAll('://', '[:]//').replaceAll('.', '[.]').replaceAll('@', '[at]');
}
