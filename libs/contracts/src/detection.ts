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
