/**
 * The address of a rule's page. Authors name rules: browsers walk up at `..`, the router takes `%2F` for a slash, and
 * `new` is the page where one is written. Such ids are written with a tilde before them and encoded twice.
 */
export function rulePath(id: string): string {
  const whole = id.replace(/\p{Cs}/gu, '\ufffd');
  const awkward = whole === 'new' || /^(~|\.{1,2}$)/.test(whole) || whole.includes('%');
  return `/rules/${awkward ? `~${encodeURIComponent(encodeURIComponent(whole))}` : encodeURIComponent(whole)}`;
}

/** Which rule an address names; empty where somebody wrote it by hand and it names none. */
export function readRuleId(part: string): string {
  if (!part.startsWith('~')) return part;
  try {
    return decodeURIComponent(part.slice(1));
  } catch {
    return '';
  }
}
