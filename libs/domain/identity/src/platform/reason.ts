/** NFKC, single spaces, 1 to 500 printable characters; null for anything else. */
export function readReason(text: string): string | null {
  const reason = text.length > 2_000 ? '' : text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
  return reason.length === 0 || reason.length > 500 || /\p{C}/u.test(reason) ? null : reason;
}
