import type { QueueDefinition } from '@vedette/contracts';
import { Outage, Refusal } from '@vedette/kernel';

/** What becomes of a job whose run failed. `reason` names a class and code, never a message: messages may hold data. */
export type Verdict =
  | { readonly kind: 'again'; readonly counts: 'outages' | 'faults'; readonly delayMs: number }
  | { readonly kind: 'dead'; readonly reason: string };

/** Failures of a job so far, this one not included. */
export interface Failures {
  readonly outages: number;
  readonly faults: number;
}

const LONGEST_WAIT_MS = 300_000;
/** How often a job may vanish, with Redis or with its worker, beyond what its queue allows to fail. */
export const LOSSES_FORGIVEN = 5;

/** HOUSE §8: a Refusal is final; an Outage is retried as the queue says; a bug gets one more try. */
export function verdictOn(error: unknown, queue: QueueDefinition<unknown>, failures: Failures, random = Math.random): Verdict {
  if (error instanceof Refusal) return { kind: 'dead', reason: `refusal: ${error.code}` };
  if (error instanceof Outage) {
    if (failures.outages + 1 >= queue.attempts) return { kind: 'dead', reason: `outage: ${error.dependency}` };
    return { kind: 'again', counts: 'outages', delayMs: fullJitter(queue.backoffMs, failures.outages, random) };
  }
  if (failures.faults >= 1) return { kind: 'dead', reason: `fault: ${error instanceof Error ? error.name : typeof error}` };
  return { kind: 'again', counts: 'faults', delayMs: fullJitter(queue.backoffMs, failures.faults, random) };
}

/** Somewhere between nothing and the doubled wait, so that those who failed together do not come back together. */
function fullJitter(firstMs: number, earlier: number, random: () => number): number {
  return Math.round(random() * Math.min(firstMs * 2 ** (earlier + 1), LONGEST_WAIT_MS));
}
