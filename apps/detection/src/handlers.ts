import { compactDay, correlatePartition, eraseLake, evaluateSegment, runHunt } from '@vedette/contracts';
import type { Compaction, Correlations, Evaluation, HuntRuns, LakeErasure } from '@vedette/detection';
import type { Handlers } from '@vedette/queue';
import { logger } from '@vedette/telemetry';
import { recordCompacted, recordCorrelated, recordEvaluated } from './detection-metrics';

const log = logger('detection');

/** Every queue that this process works on. */
export const queues = { evaluateSegment, correlatePartition, compactDay, runHunt, eraseLake };

/** What the jobs are handed to. */
export interface Workers {
  readonly evaluation: Evaluation;
  readonly correlations: Correlations;
  readonly compaction: Compaction;
  readonly hunts: HuntRuns;
  readonly lakeErasure: LakeErasure;
}

export function handlers({ evaluation, correlations, compaction, hunts, lakeErasure }: Workers): Handlers<typeof queues> {
  return {
    evaluateSegment: async (job) => {
      const done = await evaluation.evaluateSegment(job);
      if (!done) return;
      recordEvaluated(done);
      if (done.failed > 0) log.error({ failure: done.firstFailure, failed: done.failed, segmentId: job.payload.segmentId }, 'events could not be evaluated');
    },
    correlatePartition: async (job) => recordCorrelated(await correlations.correlate(job)),
    compactDay: async (job) => recordCompacted(await compaction.compactDay(job)),
    runHunt: (job) => hunts.run(job),
    eraseLake: (job) => lakeErasure.erase(job),
  };
}
