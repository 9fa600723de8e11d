/** Who may be named on a page. */
export interface People {
  readonly me: string | null;
  /** Null for those who may not read the members. */
  readonly members: readonly { readonly principal: string; readonly email: string }[] | null;
}

/** A principal in words: `you`, an address, or what kind of caller it was. */
export function personOf(principal: string, { me, members }: People): string {
  if (principal === me) return 'you';
  const member = members?.find((one) => one.principal === principal);
  if (member) return member.email;
  if (principal.startsWith('key:')) return 'an API key';
  if (principal.startsWith('system:')) return 'Vedette';
  return members ? 'a former member' : 'another member';
}

/** A sentence of the history about the alert that is looked at, with people in place of principals. */
export function historyWords({ principal, words }: { readonly principal: string; readonly words: string }, people: People): string {
  const whom = (named: string) => (named === principal && named === people.me ? 'yourself' : personOf(named, people));
  const told = words
    .replace(/\b(?:account|key|system):[\w-]+/g, whom)
    .replace(/\ban alert\b/, 'the alert')
    .replace(/, with 1 others$/, ', with one other');
  return `${capital(personOf(principal, people))} ${told}`;
}

/** With a capital, but for an address. */
export function capital(text: string): string {
  return text.includes('@') ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
