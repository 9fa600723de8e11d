const simple: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', t: '\t', r: '\r', b: '\b', v: '\v', f: '\f' };

/**
 * Takes back what Apache (`\"`, `\\`, `\n`, `\xhh`) and nginx (`\x22`) do to a value before they write it, so that a rule
 * sees what the client sent. Bytes above 127 in a row are one UTF-8 text.
 */
export function unescapeLog(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/(?:\\x[0-9a-fA-F]{2})+|\\["\\ntrbvf]/g, (found) => {
    if (found.charCodeAt(1) !== 120) return simple[found.charAt(1)] ?? found;
    return Buffer.from(found.replaceAll('\\x', ''), 'hex').toString('utf8');
  });
}
