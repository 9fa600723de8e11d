import type { PlainObject } from '../record/field-bag';
import { FieldBag } from '../record/field-bag';
import { addFlowNames } from '../record/flow-names';
import { isoTime } from '../record/log-time';
import type { ReadOptions } from '../record/read-text-result';

const headerNames = ['deviceVendor', 'deviceProduct', 'deviceVersion', 'deviceEventClassId', 'name', 'severity'] as const;
const backslash = 92;
const pipe = 124;
const equals = 61;
const blank = 32;

/** Takes away the backslash before `|` and `\`; another backslash is itself (Windows paths that a sender did not escape). */
function unescapeHeader(text: string): string {
  return text.includes('\\') ? text.replace(/\\([\\|])/g, '$1') : text;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', '=': '=', '\\': '\\', '|': '|' };

function unescapeValue(text: string): string {
  return text.includes('\\') ? text.replace(/\\([nr=\\|])/g, (whole, letter: string) => escapes[letter] ?? whole) : text;
}

/** The header's parts between unescaped pipes, and where the extension begins. */
export function splitHeader(text: string, from: number, most: number): { readonly parts: string[]; readonly rest: number } {
  const parts: string[] = [];
  let start = from;
  for (let i = from; i < text.length && parts.length < most; i++) {
    const code = text.charCodeAt(i);
    if (code === backslash) i++;
    else if (code === pipe) {
      parts.push(unescapeHeader(text.slice(start, i)));
      start = i + 1;
    }
  }
  return { parts, rest: start };
}

const keyForm = /^[A-Za-z0-9_.[\]-]{1,128}$/;

/** `key=a value with blanks other=…`: a value ends before the blank in front of the next key. */
function addExtension(bag: FieldBag, text: string, from: number): void {
  let key = '';
  let valueStart = -1;
  let wordStart = from;
  for (let i = from; i < text.length && !bag.isFull; i++) {
    const code = text.charCodeAt(i);
    if (code === backslash) i++;
    else if (code === blank) wordStart = i + 1;
    else if (code === equals) {
      const candidate = i - wordStart <= 128 ? text.slice(wordStart, i) : '';
      // An equals sign that a sender forgot to escape, as in a URL, has no key before it.
      if (!keyForm.test(candidate)) continue;
      if (valueStart >= 0) bag.add(key, unescapeValue(text.slice(valueStart, wordStart).trimEnd()));
      key = candidate;
      valueStart = i + 1;
      // What stands in the value is a word of its own: `a=b=c` has one key.
      wordStart = text.length;
    }
  }
  if (valueStart >= 0) bag.add(key, unescapeValue(text.slice(valueStart).trimEnd()));
}

/** `cs1=…` with `cs1Label=Policy` is also the field `Policy`. */
function addLabelled(bag: FieldBag): void {
  for (const [name, label] of Object.entries(bag.fields)) {
    if (!name.endsWith('Label') || typeof label !== 'string' || label === '') continue;
    const labelled = name.slice(0, -'Label'.length);
    if (bag.has(labelled)) bag.addIfAbsent(label.slice(0, 256), bag.fields[labelled]);
  }
}

/** ArcSight's Common Event Format, versions 0 and 1; undefined for what is none. */
export function readCef(text: string, options: ReadOptions): PlainObject | undefined {
  if (!text.startsWith('CEF:')) return undefined;
  const { parts, rest } = splitHeader(text, 4, 7);
  // The last pipe may be missing where there is no extension.
  if (parts.length === 6) parts.push(unescapeHeader(text.slice(rest)));
  else if (parts.length < 7) return undefined;
  if (!/^\d{1,2}(\.\d)?$/.test((parts[0] ?? '').trim())) return undefined;
  const bag = new FieldBag();
  headerNames.forEach((name, index) => bag.add(name, (parts[index + 1] ?? '').trim()));
  if (parts.length === 7 && text.charCodeAt(rest - 1) === pipe) addExtension(bag, text, rest);
  addLabelled(bag);
  addFlowNames(bag);
  for (const name of ['rt', 'deviceReceiptTime', 'start', 'end']) bag.addIfAbsent('timestamp', isoTime(bag.text(name), options.receivedAt));
  return bag.fields;
}
