/** What a message says about who sends it; `text` is the message without that. */
export interface KeyedMessage {
  readonly text: string;
  readonly key?: string;
  readonly source?: string;
}

/** 32473 is the enterprise number for examples (RFC 5612); a registered one would have to be bought by nobody. */
export const SD_ID = 'vedette@32473';

/** Priority, version, timestamp, host, application, process and message id (RFC 5424 §6); structured data follows. */
const header = /^<\d{1,3}>[1-9]\d{0,2} (?:\S+ ){5}/;
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Takes our element out of the structured data of an RFC 5424 message. Only there: the same characters in the text of a
 * message are whatever someone had logged.
 */
export function readKeyedMessage(bytes: Buffer): KeyedMessage {
  const text = lenient.decode(bytes);
  const from = header.exec(text)?.[0].length;
  if (from === undefined || text[from] !== '[') return { text };
  let kept = '';
  let found: Record<string, string> | undefined;
  let at = from;
  while (text[at] === '[') {
    const end = endOfElement(text, at);
    if (end < 0) return { text };
    const element = text.slice(at, end);
    if (element.startsWith(`[${SD_ID} `) || element === `[${SD_ID}]`) found ??= paramsOf(element);
    else kept += element;
    at = end;
  }
  if (!found) return { text };
  return { text: `${text.slice(0, from)}${kept || '-'}${text.slice(at)}`, key: found['key'], source: found['source'] };
}

/** `key=… source=…`, for senders that cannot write structured data: the first line of their connection. */
export function readKeyLine(bytes: Buffer): { readonly key: string; readonly source?: string } | undefined {
  if (bytes.length > 1_000) return undefined;
  const [, key, source] = /^key=(\S{1,300})(?: +source=(\S{1,200}))? *$/.exec(bytes.toString('latin1')) ?? [];
  return key === undefined ? undefined : { key, source };
}

/** Behind the `]` that ends the element: one within a quoted value does not (RFC 5424 §6.3.3). */
function endOfElement(text: string, from: number): number {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' && quoted) at++;
    else if (character === '"') quoted = !quoted;
    else if (character === ']' && !quoted) return at + 1;
  }
  return -1;
}

function paramsOf(element: string): Record<string, string> {
  const params = Object.create(null) as Record<string, string>;
  for (const [, name, value] of element.matchAll(/ ([^\s="\]]{1,32})="((?:[^"\\]|\\.)*)"/g)) {
    if (name !== undefined && value !== undefined && !(name in params)) params[name] = value.replaceAll(/\\(["\\\]])/g, '$1');
  }
  return params;
}
