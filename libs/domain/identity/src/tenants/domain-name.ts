import { domainToASCII } from 'node:url';
import { getPublicSuffix } from 'tldts';
import { refuse } from '../refusals';

const WRITTEN = /^[\p{L}\p{N}\p{M}.-]+$/u;
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * As DNS writes it: NFKC, lower case, ASCII, without the root's dot. A public suffix, a single label and an address of
 * numbers are none.
 * @throws Refusal `domain.malformed`
 */
export function parseDomainName(text: string): string {
  const folded = text.length > 255 ? '' : text.normalize('NFKC').trim().toLowerCase().replace(/\.$/, '');
  // Looked at before, too: the conversion drops what follows a slash.
  const domain = WRITTEN.test(folded) ? domainToASCII(folded) : '';
  // `co.uk` or `github.io` is many people's; an unknown ending is nobody's that we know of.
  if (!DOMAIN.test(domain) || getPublicSuffix(domain, { allowPrivateDomains: true }) === domain) throw refuse('domain.malformed');
  return domain;
}

/** What is to be published, and where. */
export function recordOf(domain: string, token: string): { readonly name: string; readonly value: string } {
  return { name: `_vedette-challenge.${domain}`, value: `vedette-verification=${token}` };
}
