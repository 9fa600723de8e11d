/** One `key=value` of an audit record; `quoted` tells a text from what the kernel may have written in hex. */
export interface AuditPair {
  readonly key: string;
  readonly value: string;
  readonly quote: '"' | "'" | '{' | '';
}

const keyForm = /^[A-Za-z_][\w[\]-]{0,63}$/;
const closing: Readonly<Record<string, string>> = { '"': '"', "'": "'", '{': '}' };

function isGap(code: number): boolean {
  return code === 32 || code === 29 || code === 9 || code === 10 || code === 44;
}

/**
 * The pairs from `from` on. Quoted values hold no escapes (the kernel writes a value with quotes in hex); the group
 * separator 0x1d before the interpreted fields is a gap like a blank, and words without `=` are passed over.
 */
export function auditPairs(text: string, from: number, visit: (pair: AuditPair) => boolean): void {
  let at = from;
  const missing = new Set<string>();
  while (at < text.length) {
    while (at < text.length && isGap(text.charCodeAt(at))) at++;
    const start = at;
    while (at < text.length && !isGap(text.charCodeAt(at)) && text.charCodeAt(at) !== 61) at++;
    if (text.charCodeAt(at) !== 61) continue;
    const key = text.slice(start, at);
    at++;
    const quote = text.charAt(at);
    const close = closing[quote];
    // Looked for once: a record full of unclosed quotes must not be searched to its end for each.
    const end = close === undefined || missing.has(close) ? -1 : text.indexOf(close, at + 1);
    if (close !== undefined && end < 0) missing.add(close);
    let pair: AuditPair;
    if (close !== undefined && end > 0) {
      pair = { key, value: text.slice(at + 1, end), quote: quote === '"' || quote === "'" ? quote : '{' };
      at = end + 1;
    } else {
      const valueStart = at;
      while (at < text.length && !isGap(text.charCodeAt(at))) at++;
      pair = { key, value: text.slice(valueStart, at), quote: '' };
    }
    if (keyForm.test(key) && !visit(pair)) return;
  }
}
