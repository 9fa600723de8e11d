import { json } from '@vedette/database';
import type { Database } from '@vedette/database';
import type { Uuid } from '@vedette/kernel';
import type { Job } from '../job';
import type { Failures, Verdict } from './verdict';

/** The job's own row in Postgres: the only place that knows whether it is done. Each call is one transaction. */
export class JobLedger {
  /** Jobs that run here and that no transaction of their handler has ended yet. */
  private readonly open = new Set<Uuid>();
  private readonly deaf: () => void;

  constructor(private readonly database: Database) {
    this.deaf = database.onCommit(({ finished }) => finished.forEach((id) => this.open.delete(id)));
  }

  /** Hears no more of what ends. */
  close(): void {
    this.deaf();
  }

  /** undefined when there is nothing to do: it was done, or a later sending of it is on its way. */
  async begin(job: Job<unknown>): Promise<Failures | undefined> {
    const [row] = await this.database.tenant(job, (tx) =>
      tx.sql<Failures & { attempt: number }>`select attempt, outages, faults from outbox where id = ${job.outboxId} and kind = 'job'`,
    );
    // The relay commits after it has sent, so the row may still say one less than the letter.
    if (!row || row.attempt > job.attempt) return undefined;
    this.open.add(job.outboxId);
    return row;
  }

  /** Costs nothing where the handler's own transaction has done it. */
  async finish(job: Job<unknown>): Promise<void> {
    if (this.open.delete(job.outboxId)) await this.database.tenant(job, async (tx) => tx.finish(job));
  }

  async again(job: Job<unknown>, { counts, delayMs }: Extract<Verdict, { kind: 'again' }>): Promise<void> {
    this.open.delete(job.outboxId);
    await this.database.tenant(job, (tx) =>
      tx.sql`update outbox set kind = ${delayMs > 0 ? 'later' : 'job'}, sent_at = null, available_at = clock_timestamp() + ${delayMs}::float8 * interval '1 millisecond',
          outages = outages + ${counts === 'outages' ? 1 : 0}::int, faults = faults + ${counts === 'faults' ? 1 : 0}::int
        where id = ${job.outboxId} and attempt <= ${job.attempt}`,
    );
  }

  /** Out of the outbox and among the dead letters, in one transaction; a second call changes nothing. */
  async bury(job: Job<unknown>, queue: string, reason: string): Promise<void> {
    this.open.delete(job.outboxId);
    await this.database.tenant(job, async (tx) => {
      await tx.sql`insert into dead_letters (id, queue, payload, principal, traceparent, reason, attempts)
        select o.id, ${queue}, ${json(job.payload ?? null)}::jsonb, o.principal, o.traceparent, ${reason}, ${job.attempt}::int
        from outbox o where o.id = ${job.outboxId} on conflict do nothing`;
      tx.finish(job);
    });
  }
}
