import { newId } from '@vedette/kernel';
import type { Facts, Uuid } from '@vedette/kernel';
import type { AuditAction, AuditTarget, QueueDefinition, TopicDefinition } from '@vedette/contracts';
import { json } from '../sql/statement';
import type { Statement } from '../sql/statement';

interface OutboxRow {
  readonly id: Uuid;
  /** `later`: a job that is not due yet. */
  readonly kind: 'job' | 'later' | 'topic';
  readonly name: string;
  readonly payload: unknown;
  readonly traceparent: string | undefined;
  readonly timeout_ms: number;
  readonly delay_ms: number;
}

export interface AuditRow {
  readonly id: Uuid;
  readonly action: AuditAction;
  readonly target_kind: string;
  readonly target_id: string;
  readonly facts: Facts;
}

const TOPIC_TIMEOUT_MS = 30_000;

/** What leaves with a transaction: outbox and audit rows gathered during the work, written in bulk before COMMIT. */
export class Outgoing {
  private readonly outbox: OutboxRow[] = [];
  private readonly audits: AuditRow[] = [];
  private readonly finished: Uuid[] = [];

  constructor(private readonly traceparent: () => string | undefined) {}

  /** @throws ZodError when the payload is not what the queue carries */
  job<P>(queue: QueueDefinition<P>, payload: P, delayMs: number): void {
    this.add(delayMs > 0 ? 'later' : 'job', queue.name, queue.schema.parse(payload), queue.timeoutMs, delayMs);
  }

  /** @throws ZodError when the ids are not what the topic carries */
  topic<P>(topic: TopicDefinition<P>, ids: P): void {
    this.add('topic', topic.name, topic.schema.parse(ids), TOPIC_TIMEOUT_MS);
  }

  audit(action: AuditAction, target: AuditTarget, facts: Facts): void {
    this.audits.push({ id: newId(), action, target_kind: target.kind, target_id: target.id, facts });
  }

  finish(outboxId: Uuid): void {
    this.finished.push(outboxId);
  }

  get audited(): readonly AuditRow[] {
    return this.audits;
  }

  get wrote(): { jobs: boolean; topics: boolean; finished: readonly Uuid[] } {
    return {
      jobs: this.outbox.some((row) => row.kind === 'job'),
      topics: this.outbox.some((row) => row.kind === 'topic'),
      finished: this.finished,
    };
  }

  // Context functions in a subselect run once a statement, as a column default they would run once a row.
  statements(): Statement[] {
    const last: Statement[] = [];
    if (this.outbox.length > 0) {
      last.push({
        text: `insert into outbox (tenant_id, id, kind, name, payload, principal, traceparent, timeout_ms, available_at)
          select (select app.tenant_id()), r.id, r.kind, r.name, r.payload, (select app.principal()), r.traceparent, r.timeout_ms,
            clock_timestamp() + r.delay_ms * interval '1 millisecond'
          from jsonb_to_recordset($1::jsonb) as r(id uuid, kind text, name text, payload jsonb, traceparent text, timeout_ms int, delay_ms float8)`,
        values: [json(this.outbox)],
      });
    }
    if (this.audits.length > 0) {
      last.push({
        text: `insert into audit_entries (tenant_id, id, principal, action, target_kind, target_id, facts)
          select (select app.tenant_id()), r.id, (select app.principal()), r.action, r.target_kind, r.target_id, r.facts
          from jsonb_to_recordset($1::jsonb) as r(id uuid, action text, target_kind text, target_id text, facts jsonb)`,
        values: [json(this.audits)],
      });
    }
    if (this.finished.length > 0) {
      last.push({ text: 'delete from outbox where id = any ($1::uuid[])', values: [this.finished] });
    }
    return last;
  }

  private add(kind: OutboxRow['kind'], name: string, payload: unknown, timeout_ms: number, delay_ms = 0): void {
    this.outbox.push({ id: newId(), kind, name, payload, traceparent: this.traceparent(), timeout_ms, delay_ms });
  }
}
