const LENGTH = 8;
/** RFC 8628 section 6.1, as the gateway makes them: no vowels, no digits. */
const NO_LETTER = /[^BCDFGHJKLMNPQRSTVWXZ]/g;

/** What is typed or pasted as it is shown: `BCDF-GHJK`, as far as it goes. */
export function shownCode(text: string): string {
  const letters = text.toUpperCase().replace(NO_LETTER, '').slice(0, LENGTH);
  return letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters;
}

export function isWholeCode(code: string): boolean {
  return code.length === LENGTH + 1;
}

/** Of a link that has the code in it: behind the # it reaches no server's log. */
export function linkedCode(hash: string): string {
  return shownCode((new URLSearchParams(hash.slice(1)).get('code') ?? '').slice(0, 40));
}
