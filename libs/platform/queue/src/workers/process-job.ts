import type { QueueDefinition } from '@vedette/contracts';
import { Outage, Refusal } from '@vedette/kernel';
import { counter, histogram, inSpan, logger } from '@vedette/telemetry';
import { UnrecoverableError } from 'bullmq';
import { openEnvelope } from '../envelope';
import type { Job } from '../job';
import type { JobLedger } from './job-ledger';
import { LOSSES_FORGIVEN, verdictOn } from './verdict';

const log = logger('queue');
const runs = counter('vedette_jobs_total', 'Deliveries of jobs by queue and outcome');
const durations = histogram('vedette_job_ms', 'Time that a handler took');

export type Handler = (job: Job<unknown>) => Promise<void>;

/**
 * One delivery. Resolves when Postgres knows what became of the job (done, to be sent again); throws UnrecoverableError
 * when it is dead, and anything else when not even that could be recorded, so that BullMQ delivers it again.
 */
export async function processJob(queue: QueueDefinition<unknown>, handler: Handler, ledger: JobLedger, found: unknown): Promise<void> {
  const job = openEnvelope(found);
  if (!job) {
    runs.add(1, { queue: queue.name, outcome: 'malformed' });
    log.error({ queue: queue.name }, 'something in Redis is no job of ours');
    throw new UnrecoverableError('malformed envelope');
  }
  const attributes = { tenantId: job.tenantId, 'vedette.queue': queue.name, 'vedette.attempt': job.attempt };
  await inSpan(`job ${queue.name}`, attributes, () => deliver(queue, handler, ledger, job), {
    traceparent: job.traceparent ?? '',
    kind: 'consumer',
  });
}

async function deliver(queue: QueueDefinition<unknown>, handler: Handler, ledger: JobLedger, job: Job<unknown>): Promise<void> {
  const about = { queue: queue.name, outboxId: job.outboxId, tenantId: job.tenantId, attempt: job.attempt };
  const failures = await ledger.begin(job);
  if (!failures) return runs.add(1, { queue: queue.name, outcome: 'repeated' });
  const bury = async (reason: string): Promise<never> => {
    await ledger.bury(job, queue.name, reason);
    runs.add(1, { queue: queue.name, outcome: 'dead' });
    throw new UnrecoverableError(reason);
  };
  // Sent so often and never finished: it ends its worker, or Redis loses it each time. Others are waiting behind it.
  if (job.attempt > queue.attempts + LOSSES_FORGIVEN) return bury('lost: never finished');
  const payload = queue.schema.safeParse(job.payload);
  if (!payload.success) {
    log.error({ ...about, issues: payload.error.issues.map(({ path, code }) => ({ path, code })) }, 'a payload is malformed');
    return bury('malformed payload');
  }
  const started = performance.now();
  try {
    await handler({ ...job, payload: payload.data });
    await ledger.finish(job);
    runs.add(1, { queue: queue.name, outcome: 'done' });
  } catch (err) {
    const verdict = verdictOn(err, queue, failures);
    const facts = { ...about, err, verdict };
    if (err instanceof Refusal) log.info(facts, 'a job was refused');
    else if (err instanceof Outage) log.warn(facts, 'a job met an outage');
    else log.error(facts, 'a job failed');
    if (verdict.kind === 'dead') return await bury(verdict.reason);
    await ledger.again(job, verdict);
    runs.add(1, { queue: queue.name, outcome: 'again' });
  } finally {
    durations.record(performance.now() - started, { queue: queue.name });
  }
}
