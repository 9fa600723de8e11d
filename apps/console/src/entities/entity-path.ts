import type { AlertRow } from '@vedette/api-client';

export type Entity = AlertRow['entity'];

/**
 * The address of an entity's page. Who sends events names entities: browsers walk up at `..`, the router takes `%2F` for
 * a slash, and nothing at all is no part of a path. Such names are written with a tilde before them and encoded twice.
 */
export function entityPath({ kind, value }: Entity): string {
  return `/entities/${segment(kind)}/${segment(value)}`;
}

/** What a part of the address names; null where somebody wrote it by hand and it names nothing. */
export function readSegment(text: string): string | null {
  if (!text.startsWith('~')) return text;
  try {
    return decodeURIComponent(text.slice(1));
  } catch {
    return null;
  }
}

function segment(text: string): string {
  const whole = text.replace(/\p{Cs}/gu, '\ufffd');
  const awkward = whole === '' || /^(~|\.{1,2}$)/.test(whole) || whole.includes('%');
  return awkward ? `~${encodeURIComponent(encodeURIComponent(whole))}` : encodeURIComponent(whole);
}
