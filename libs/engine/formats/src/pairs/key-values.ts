import type { PlainObject } from '../record/field-bag';
import { FieldBag } from '../record/field-bag';
import { addFlowNames } from '../record/flow-names';
import { isoTime } from '../record/log-time';

export interface KeyValues {
  readonly format: 'logfmt' | 'key-value';
  readonly fields: PlainObject;
}

interface Scan {
  readonly bag: FieldBag;
  pairs: number;
  /** Characters that belong to a pair, and that belong to none. */
  covered: number;
  stray: number;
  hasCommas: boolean;
}

const keyForm = /^[A-Za-z_@][\w.@/-]{0,127}$/;
const backslash = 92;

function isGap(code: number): boolean {
  return code === 32 || code === 9 || code === 44 || code === 59 || code === 10 || code === 13;
}

function isBare(code: number): boolean {
  return code !== 61 && code !== 34 && code !== 39 && !isGap(code);
}

/** Where the quote at `at` closes, a backslash escaping; -1 when it does not. */
function closingQuote(text: string, at: number): number {
  const quote = text.charCodeAt(at);
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === backslash) i++;
    else if (code === quote) return i;
  }
  return -1;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unquote(text: string): string {
  return text.includes('\\') ? text.replace(/\\(["'\\ntr])/g, (_, letter: string) => escapes[letter] ?? letter) : text;
}

/** The value at `at` and where it ends; commas and semicolons end a bare value only before a blank or the next pair. */
function valueAt(text: string, at: number, quotes: { open: boolean }): { readonly value: string; readonly end: number } {
  const first = text.charCodeAt(at);
  if ((first === 34 || first === 39) && quotes.open) {
    const close = closingQuote(text, at);
    if (close > 0) return { value: unquote(text.slice(at + 1, close)), end: close + 1 };
    // Not looked for again: each unclosed quote would cost a run to the end.
    quotes.open = false;
  }
  let end = at;
  while (end < text.length && !isGap(text.charCodeAt(end))) end++;
  return { value: text.slice(at, end), end };
}

function scan(text: string): Scan {
  const found: Scan = { bag: new FieldBag(), pairs: 0, covered: 0, stray: 0, hasCommas: false };
  const quotes = { open: true };
  let at = 0;
  while (at < text.length && !found.bag.isFull) {
    const code = text.charCodeAt(at);
    if (isGap(code)) {
      if (code === 44) found.hasCommas = true;
      at++;
      continue;
    }
    const start = at;
    while (at < text.length && isBare(text.charCodeAt(at))) at++;
    const key = text.slice(start, Math.min(at, start + 129));
    if (text.charCodeAt(at) === 61 && keyForm.test(key)) {
      const { value, end } = valueAt(text, at + 1, quotes);
      found.bag.add(key, value);
      found.pairs++;
      found.covered += end - start;
      at = end;
    } else {
      if (at === start) at++;
      found.stray += at - start;
    }
  }
  return found;
}

/** `level=info msg="…"`: what Go programs write by convention. */
function isLogfmt(bag: FieldBag, hasCommas: boolean): boolean {
  return !hasCommas && (bag.has('level') || bag.has('lvl')) && (bag.has('msg') || bag.has('message') || bag.has('ts') || bag.has('time'));
}

function addTimestamp(bag: FieldBag): void {
  const [date, time, zone] = [bag.text('date'), bag.text('time'), bag.text('tz')];
  if (date && time) bag.addIfAbsent('timestamp', isoTime(`${date}T${time}${zone ?? ''}`));
}

/** At least three `key=value` that make up most of the text; undefined for other text. */
export function readKeyValues(text: string): KeyValues | undefined {
  const found = scan(text);
  if (found.pairs < 3 || found.covered < 3 * found.stray) return undefined;
  addTimestamp(found.bag);
  addFlowNames(found.bag);
  return { format: isLogfmt(found.bag, found.hasCommas) ? 'logfmt' : 'key-value', fields: found.bag.fields };
}
