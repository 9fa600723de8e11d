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

/** A sentence of the history, with people in place of principals. */
export function historyWords(words: string, people: People): string {
  return words.replace(/\b(?:account|key|system):[\w-]+/g, (principal) => personOf(principal, people)).replace(/\ban alert\b/, 'the alert');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
