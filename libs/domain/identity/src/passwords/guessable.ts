import { commonWords, knownPhrases } from './common-words';

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
  'qsdfghjklm',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
];
const BOTH_WAYS = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);
const LEET: Readonly<Record<string, string>> = { '@': 'a', '4': 'a', '3': 'e', '1': 'i', '!': 'i', '0': 'o', $: 's', '5': 's', '7': 't' };

const LONGEST_WORD = 16;
const LONGEST_ROW = 64;

/** Lower case letters and digits alone: `P@ss Word` and `p@ssword` are guessed alike. */
export function squash(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function unleet(text: string): string {
  return [...text].map((character) => LEET[character] ?? character).join('');
}

/** A shorter text twice or more, a last round cut short included; or hardly any different characters. */
function repeats(text: string): boolean {
  for (let period = 1; period * 2 <= text.length; period += 1) {
    if (text.slice(period) === text.slice(0, text.length - period)) return true;
  }
  return new Set(text).size <= 4;
}

/** What is left when runs of four and more along the alphabet, the digits or a keyboard row are taken out. */
function withoutRuns(text: string): string {
  let rest = '';
  let at = 0;
  while (at < text.length) {
    let run = 0;
    for (const row of BOTH_WAYS) {
      let length = 4;
      while (at + length <= text.length && row.includes(text.slice(at, at + length))) length += 1;
      run = Math.max(run, length - 1);
    }
    const same = /^(.)\1{3,}/u.exec(text.slice(at))?.[0].length ?? 0;
    run = Math.max(run, same);
    if (run < 4) rest += text.charAt(at);
    at += run < 4 ? 1 : run;
  }
  return rest;
}

/** Fewer than eight characters remain once repetition and runs are taken out. */
export function followsPattern(password: string): boolean {
  const text = password.normalize('NFKC').toLowerCase();
  const symbols = new Set(text.replace(/[\p{L}\p{N}\s]/gu, ''));
  return repeats(text) || withoutRuns(squash(text)).length + symbols.size < 8;
}

/** Common words (plain or with digits for letters), digits and punctuation explain every character of it. */
function isCommonWordsOnly(text: string): boolean {
  // reach[i]: the first i characters are explained.
  const reach = [true];
  for (let end = 1; end <= text.length; end += 1) {
    let explained = reach[end - 1] === true && !/\p{L}/u.test(text.charAt(end - 1));
    for (let start = Math.max(0, end - LONGEST_WORD); start < end && !explained; start += 1) {
      const word = text.slice(start, end);
      explained = reach[start] === true && (commonWords.has(word) || commonWords.has(unleet(word)));
    }
    reach[end] = explained;
  }
  return reach[text.length] === true;
}

/** Known from breaches, or a row of what is: the list that is shipped, for installations without the full set. */
export function isCommonPassword(password: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase().replace(/\s/gu, '');
  const letters = [squash(plain), squash(unleet(plain))].map((text) => text.replace(/[0-9]/g, ''));
  if (letters.some((text) => knownPhrases.has(text))) return true;
  // A number alone is explained by no word, and twelve words in a row are known to nobody.
  return /\p{L}/u.test(plain) && plain.length <= LONGEST_ROW && isCommonWordsOnly(plain);
}
