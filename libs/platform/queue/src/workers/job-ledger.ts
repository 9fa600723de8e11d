import { json } from '@vedette/database';
import type { Database } from '@vedette/database';
import type { Job } from '../job';
import type { Failures, Verdict } from './verdict';

/** The job's own row in Postgres: the only place that knows whether it is done. Each call is one transaction. */
export class JobLedger {
  constructor(private readonly database: Database) {}

  /** undefined when there is nothing to do: it was done, or a later sending of it is on its way. */
  async open(job: Job<unknown>): Promise<Failures | undefined> {
    const [row] = await this.database.tenant(job, (tx) =>
      tx.sql<Failures & { attempt: number }>`select attempt, outages, faults from outbox where id = ${job.outboxId} and kind = 'job'`,
    );
    // The relay commits after it has sent, so the row may still say one less than the letter.
    return row && row.attempt <= job.attempt ? row : undefined;
  }

  async finish(job: Job<unknown>): Promise<void> {
    await this.database.tenant(job, async (tx) => tx.finish(job));
  }

  async again(job: Job<unknown>, { counts, delayMs }: Extract<Verdict, { kind: 'again' }>): Promise<void> {
    await this.database.tenant(job, (tx) =>
      tx.sql`update outbox set sent_at = null, available_at = clock_timestamp() + ${delayMs}::float8 * interval '1 millisecond',
          outages = outages + ${counts === 'outages' ? 1 : 0}::int, faults = faults + ${counts === 'faults' ? 1 : 0}::int
        where id = ${job.outboxId} and attempt <= ${job.attempt}`,
    );
  }

  /** Out of the outbox and among the dead letters, in one transaction; a second call changes nothing. */
  async bury(job: Job<unknown>, queue: string, reason: string): Promise<void> {
    await this.database.tenant(job, async (tx) => {
      await tx.sql`insert into dead_letters (id, queue, payload, principal, traceparent, reason, attempts)
        select o.id, ${queue}, ${json(job.payload ?? null)}::jsonb, o.principal, o.traceparent, ${reason}, ${job.attempt}::int
        from outbox o where o.id = ${job.outboxId} on conflict do nothing`;
      tx.finish(job);
    });
  }
}
