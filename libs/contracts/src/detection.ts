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
