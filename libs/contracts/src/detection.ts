import { z } from 'zod';
import { defineQueue } from './define-queue';

/** A stored segment waits to be evaluated by every rule. `day` finds the partition. */
export const evaluateSegment = defineQueue({
  name: 'detection.evaluate-segment',
  scope: 'tenant',
  schema: z.object({ segmentId: z.uuid(), day: z.iso.date() }),
  attempts: 8,
  backoffMs: 250,
  concurrency: 4,
  timeoutMs: 30_000,
});

/** Hits wait for the correlations of one partition of a tenant, or a timer of theirs has run out. */
export const correlatePartition = defineQueue({
  name: 'detection.correlate-partition',
  scope: 'tenant',
  schema: z.object({ partition: z.int().min(0).max(63) }),
  attempts: 8,
  backoffMs: 250,
  concurrency: 8,
  timeoutMs: 30_000,
});

/** Evaluated segments of a tenant's day go into the lake. */
export const compactDay = defineQueue({
  name: 'detection.compact-day',
  scope: 'tenant',
  schema: z.object({ day: z.iso.date() }),
  attempts: 8,
  backoffMs: 5_000,
  concurrency: 1,
  timeoutMs: 300_000,
});

/** A tenant is being erased, and its files in storage are to go. */
export const eraseLake = defineQueue({
  name: 'detection.erase-lake',
  scope: 'tenant',
  schema: z.object({}),
  attempts: 8,
  backoffMs: 60_000,
  concurrency: 1,
  timeoutMs: 300_000,
});

/** A hunt or a backtest waits to be run over what is kept. */
export const runHunt = defineQueue({
  name: 'detection.run-hunt',
  scope: 'tenant',
  schema: z.object({ huntId: z.uuid() }),
  attempts: 4,
  backoffMs: 1_000,
  concurrency: 2,
  timeoutMs: 120_000,
});

/** Alerts were opened in a tenant that wants mail about some, or (`ruleId`) what a notification rule held back is due. */
export const notifyAlert = defineQueue({
  name: 'detection.notify-alert',
  scope: 'tenant',
  schema: z.object({ alertIds: z.array(z.uuid()).max(100).optional(), ruleId: z.uuid().optional() }),
  attempts: 8,
  backoffMs: 2_000,
  concurrency: 2,
  timeoutMs: 120_000,
});
