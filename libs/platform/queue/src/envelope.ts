import { parseTenantId, parseUuid } from '@vedette/kernel';
import { z } from 'zod';
import type { Job } from './job';

// Written by a relay that may be older or newer than this code: unknown keys are let through, new ones must be optional.
const envelope = z.object({
  tenantId: z.string().transform(parseTenantId),
  principal: z.string().min(1),
  payload: z.unknown(),
  traceparent: z.string().nullish(),
  outboxId: z.string().transform(parseUuid),
  attempt: z.number().int().positive(),
});

/** What BullMQ carries. Ids only: Redis is no place for events, secrets or personal data. */
export interface Envelope {
  readonly tenantId: string;
  readonly principal: string;
  readonly payload: unknown;
  readonly traceparent?: string;
  readonly outboxId: string;
  readonly attempt: number;
}

/** The letter without its payload checked; undefined when it is none. */
export function openEnvelope(found: unknown): Job<unknown> | undefined {
  try {
    const parsed = envelope.safeParse(found);
    return parsed.success ? { ...parsed.data, traceparent: parsed.data.traceparent ?? undefined } : undefined;
  } catch {
    // A malformed id is a Refusal of the kernel's; here there is nobody to tell.
    return undefined;
  }
}

/** May not contain `:` nor be all digits (BullMQ), and names one sending, so that a resend is never swallowed. */
export function jobIdOf(outboxId: string, attempt: number): string {
  return `${outboxId}-${attempt}`;
}
