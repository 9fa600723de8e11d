export const SHORTEST = 15;

export interface PasswordStrength {
  /** 0 to 4; 4 is all we can tell here. */
  readonly level: 0 | 1 | 2 | 3 | 4;
  readonly words: string;
}

/**
 * What can honestly be said in the browser: length, and whether the length is a pretence. Whether the password is
 * known from breaches only the gateway can tell, and it does on submit.
 */
export function passwordStrength(password: string): PasswordStrength {
  const length = [...password].length;
  if (length === 0) return { level: 0, words: `At least ${SHORTEST} characters. A few unrelated words are easy to remember.` };
  if (length < SHORTEST) return { level: 1, words: `${SHORTEST - length} more ${SHORTEST - length === 1 ? 'character' : 'characters'} needed` };
  if (new Set(password.toLowerCase()).size < 6) return { level: 1, words: 'Long enough, but it repeats itself: it will be refused' };
  if (length < 20) return { level: 3, words: 'Long enough. Passwords known from breaches are refused' };
  return { level: 4, words: 'Good length. Passwords known from breaches are refused' };
}
