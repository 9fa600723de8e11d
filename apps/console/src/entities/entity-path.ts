import type { AlertRow } from '@vedette/api-client';

export type Entity = AlertRow['entity'];

/**
 * The address of an entity's page. Who sends events names entities: browsers walk up at `..`, the router takes `%2F` for a
 * slash, the gateway takes an address with a dot for a file, and nothing at all is no part of a path. So a tilde and two
 * hex digits stand for these characters.
 */
export function entityPath({ kind, value }: Entity): string {
  return `/entities/${segment(kind)}/${segment(value)}`;
}

/** What a part of the address names. */
export function readSegment(text: string): string {
  return text === NOTHING ? '' : text.replace(/~([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

const NOTHING = '~';

function segment(text: string): string {
  const plain = text.replace(/[~.%/]/g, (character) => `~${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return encodeURIComponent(plain.replace(/\p{Cs}/gu, '\ufffd')) || NOTHING;
}
