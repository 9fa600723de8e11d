/** The address of a source's page. Names are the senders': those that an address would read in its own way are written with a tilde. */
export function sourcePath(name: string): string {
  const whole = name.replace(/\p{Cs}/gu, '\ufffd');
  const awkward = /^(~|\.{1,2}$)/.test(whole) || /[%/\\]/.test(whole);
  return `/sources/${awkward ? `~${encodeURIComponent(encodeURIComponent(whole))}` : encodeURIComponent(whole)}`;
}

/** Which source an address names; empty where it names none. */
export function readSourceName(part: string): string {
  if (!part.startsWith('~')) return part;
  try {
    return decodeURIComponent(part.slice(1));
  } catch {
    return '';
  }
}
