import type { PlainObject } from '../record/field-bag';
import { FieldBag } from '../record/field-bag';
import { addFlowNames } from '../record/flow-names';
import { isoTime } from '../record/log-time';
import type { ReadOptions } from '../record/read-text-result';
import { splitHeader } from './cef';

const headerNames = ['deviceVendor', 'deviceProduct', 'deviceVersion', 'deviceEventClassId'] as const;

/** `^`, `x09`, `0x09`, `\t` → the character; undefined for what is no delimiter. */
function delimiterOf(text: string): string | undefined {
  if (text === '' || text === '\\t') return '\t';
  const hex = /^(?:0?x|\\x)([0-9a-f]{2,4})$/i.exec(text);
  if (hex) return String.fromCharCode(parseInt(hex[1] ?? '09', 16));
  return text.length === 1 ? text : undefined;
}

/** LEEF 2.0 may name its delimiter between two more pipes; many senders leave that part out. */
function delimiterAt(text: string, rest: number): { readonly delimiter: string; readonly start: number } {
  const end = text.indexOf('|', rest);
  const named = end >= 0 && end - rest <= 6 ? delimiterOf(text.slice(rest, end).trim()) : undefined;
  return named === undefined ? { delimiter: '\t', start: rest } : { delimiter: named, start: end + 1 };
}

function addAttributes(bag: FieldBag, text: string, delimiter: string): void {
  let key = '';
  let value: string[] = [];
  const close = (): void => {
    if (key !== '') bag.add(key, value.join(delimiter).trim());
  };
  for (const piece of text.split(delimiter)) {
    if (bag.isFull) return;
    const at = piece.indexOf('=');
    const name = at > 0 && at <= 128 ? piece.slice(0, at).trim() : '';
    // A piece without a name is the rest of a value that holds the delimiter.
    if (name === '' || /[\s"'{}]/.test(name)) value.push(piece);
    else {
      close();
      key = name;
      value = [piece.slice(at + 1)];
    }
  }
  close();
}

/** IBM QRadar's Log Event Extended Format, 1.0 and 2.0; undefined for what is none. */
export function readLeef(text: string, options: ReadOptions): PlainObject | undefined {
  if (!text.startsWith('LEEF:')) return undefined;
  const { parts, rest } = splitHeader(text, 5, 5);
  const version = (parts[0] ?? '').trim();
  if (parts.length < 5 || !/^[12](\.\d)?$/.test(version)) return undefined;
  const bag = new FieldBag();
  headerNames.forEach((name, index) => bag.add(name, (parts[index + 1] ?? '').trim()));
  const { delimiter, start } = version.startsWith('2') ? delimiterAt(text, rest) : { delimiter: '\t', start: rest };
  const attributes = text.slice(start);
  // rsyslog writes control characters as `#011`.
  const escaped = delimiter === '\t' && !attributes.includes('\t') && attributes.includes('#011');
  addAttributes(bag, attributes, escaped ? '#011' : delimiter);
  addFlowNames(bag);
  bag.addIfAbsent('timestamp', isoTime(bag.text('devTime'), options.receivedAt));
  return bag.fields;
}
