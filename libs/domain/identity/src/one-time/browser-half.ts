import { timingSafeEqual } from 'node:crypto';
import { hashOpaqueToken } from '../sessions/opaque-token';
import type { ArtefactPurpose } from './one-time-artefacts';

/**
 * A link in a letter can be opened by whoever it reaches, and pressed by somebody who never asked for it. The other half
 * stays in the browser that asked, as a cookie, and its hash with the artefact.
 */
export function hashBrowserHalf(purpose: ArtefactPurpose, half: string): Buffer {
  return hashOpaqueToken(`one-time ${purpose}, the browser`, half);
}

/** @param stored the hash as hexadecimal digits, from an artefact's details */
export function isBrowserHalf(purpose: ArtefactPurpose, half: string | undefined, stored: unknown): boolean {
  if (half === undefined || typeof stored !== 'string') return false;
  const [given, kept] = [hashBrowserHalf(purpose, half), Buffer.from(stored, 'hex')];
  return given.length === kept.length && timingSafeEqual(given, kept);
}
