import { refuse } from '../refusals';

/**
 * NFKC, single spaces, 1 to 100 characters, none of them invisible: a name is shown to others.
 * @throws Refusal `organisation.malformed`
 */
export function parseOrganisationName(text: string): string {
  const name = text.length > 400 ? '' : text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
  if (name.length === 0 || [...name].length > 100 || /\p{C}/u.test(name)) throw refuse('organisation.malformed');
  return name;
}
