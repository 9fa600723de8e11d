import { correlatePartition, evaluateSegment } from '@vedette/contracts';
import type { Correlations, Evaluation } from '@vedette/detection';
import type { Handlers } from '@vedette/queue';
import { logger } from '@vedette/telemetry';
import { recordCorrelated, recordEvaluated } from './detection-metrics';

const log = logger('detection');

/** Every queue that this process works on. */
export const queues = { evaluateSegment, correlatePartition };

export function handlers(evaluation: Evaluation, correlations: Correlations): Handlers<typeof queues> {
  return {
    evaluateSegment: async (job) => {
      const done = await evaluation.evaluateSegment(job);
      if (!done) return;
      recordEvaluated(done);
      if (done.failed > 0) log.error({ failure: done.firstFailure, failed: done.failed, segmentId: job.payload.segmentId }, 'events could not be evaluated');
    },
    correlatePartition: async (job) => recordCorrelated(await correlations.correlate(job)),
  };
}
