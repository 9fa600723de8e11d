import type { RuleNarrowing } from './narrowing';

/** Whether an event is a candidate: the meaning of a narrowing in a line, for those who cannot index. */
export function isCandidate(narrowing: RuleNarrowing, event: { readonly original: string; readonly eventCode: string | null }): boolean {
  if ('all' in narrowing) return narrowing.all.every((part) => isCandidate(part, event));
  if ('any' in narrowing) return narrowing.any.some((part) => isCandidate(part, event));
  if ('text' in narrowing) return event.original.toLowerCase().includes(narrowing.text);
  if ('column' in narrowing) return event.eventCode !== null && narrowing.values.includes(event.eventCode);
  return true;
}
