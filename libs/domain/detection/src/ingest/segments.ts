import type { Database, TenantScope } from '@vedette/database';
import { newId, systemClock, type Clock } from '@vedette/kernel';
import type { Actor } from '@vedette/identity';
import { commitBatches, type CommitOptions } from './commit-batches';
import { TEST_ATTACK_SOURCE, testAttack } from '../test-attack/test-attack';
import type { Batch } from './compose-segments';
import { checkPost, type EventPost, type IngestAnswer } from './event-post';
import { OWN_SOURCE } from './own-source';
import { refuse } from '../refusals';

/** A post of so many events is worth a commit of its own; smaller ones of a source wait for each other, this long. */
export const COALESCE_EVENTS = 500;
export const COALESCE_MS = 5;
const FORGET_EVERY_MS = 60_000;

interface Waiting {
  readonly batch: Batch;
  readonly resolve: (answer: IngestAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** Small posts of one principal and source that will share a segment and a commit. */
interface Group {
  readonly scope: TenantScope;
  readonly source: string;
  readonly waiting: Waiting[];
  readonly keys: Set<string>;
  events: number;
  timer: NodeJS.Timeout;
}

/** Where events come in. An answer means that they are stored and that their evaluation is asked for: both or neither. */
export class Segments {
  private readonly groups = new Map<string, Group>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly forgotten = new Map<string, number>();
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /**
   * @throws Refusal `auth.forbidden`, `source.malformed`, `source.reserved`, `ingest.key_malformed`, `ingest.key_reused`; Outage: nothing is
   *   known to be stored, the sender tries again (safely, with an Idempotency-Key).
   */
  async ingest(actor: Actor, post: EventPost): Promise<IngestAnswer> {
    actor.require('event:write');
    checkPost(post);
    if (post.source === OWN_SOURCE) throw refuse('source.reserved');
    return this.store(actor, post, (scope, waiting) => {
      if (post.frames.length >= COALESCE_EVENTS) this.commit(scope, post.source, [waiting]);
      else this.join(scope, waiting);
    });
  }

  /** Puts the test attack into the actor's own tenant, by the road of every event. @throws Refusal `auth.forbidden` */
  async sendTestAttack(actor: Actor): Promise<IngestAnswer> {
    actor.require('test-attack:write');
    const frames = testAttack(this.clock.now()).map((event) => Buffer.from(JSON.stringify(event)));
    return this.store(actor, { source: TEST_ATTACK_SOURCE, frames, rejected: [] }, (scope, waiting) =>
      this.commit(scope, TEST_ATTACK_SOURCE, [waiting], (tx) => tx.audit('test-attack.sent', { kind: 'source', id: TEST_ATTACK_SOURCE })),
    );
  }

  /**
   * What the product itself has to tell a tenant, by the road of every event; nobody's permission or quota is asked.
   * @param frames one JSON object each
   * @param idempotencyKey with which a second try stores nothing twice
   * @throws Outage: nothing is known to be stored
   */
  async keepOwn(scope: TenantScope, frames: readonly Buffer[], idempotencyKey: string): Promise<void> {
    await this.store(scope, { source: OWN_SOURCE, idempotencyKey, frames, rejected: [] }, (whose, waiting) => this.commit(whose, OWN_SOURCE, [waiting]));
  }

  /** Resolves once nothing waits or is being written; for a shutdown after the last request. */
  async settle(): Promise<void> {
    for (const key of [...this.groups.keys()]) this.flush(key);
    await Promise.all(this.underWay);
  }

  private store({ tenantId, principal }: TenantScope, post: EventPost, hand: (scope: TenantScope, waiting: Waiting) => void): Promise<IngestAnswer> {
    const batch = { id: newId(this.clock.now()), post };
    return new Promise((resolve, reject) => hand({ tenantId, principal }, { batch, resolve, reject }));
  }

  private join(scope: TenantScope, waiting: Waiting): void {
    const { source, idempotencyKey, frames } = waiting.batch.post;
    const key = `${scope.tenantId} ${scope.principal} ${source}`;
    // A repeated key must find the first one committed, so the two never share a transaction.
    if (idempotencyKey !== undefined && this.groups.get(key)?.keys.has(idempotencyKey)) this.flush(key);
    let group = this.groups.get(key);
    if (!group) {
      const timer = setTimeout(() => this.flush(key), COALESCE_MS);
      group = { scope, source, waiting: [], keys: new Set(), events: 0, timer };
      this.groups.set(key, group);
    }
    group.waiting.push(waiting);
    group.events += frames.length;
    if (idempotencyKey !== undefined) group.keys.add(idempotencyKey);
    if (group.events >= COALESCE_EVENTS) this.flush(key);
  }

  private flush(key: string): void {
    const group = this.groups.get(key);
    if (!group) return;
    this.groups.delete(key);
    clearTimeout(group.timer);
    this.commit(group.scope, group.source, group.waiting);
  }

  private commit(scope: TenantScope, source: string, waiting: readonly Waiting[], also?: CommitOptions['also']): void {
    const options = { clock: this.clock, forget: this.dueToForget(scope), also };
    const batches = waiting.map(({ batch }) => batch);
    const work = commitBatches(this.database, scope, source, batches, options)
      .then((outcomes) => {
        waiting.forEach(({ resolve, reject }, index) => {
          const outcome = outcomes[index];
          if (!outcome || outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        });
      })
      .catch((error: unknown) => waiting.forEach(({ reject }) => reject(error)))
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  private dueToForget({ tenantId }: TenantScope): boolean {
    const now = this.clock.now();
    if (now - (this.forgotten.get(tenantId) ?? -Infinity) < FORGET_EVERY_MS) return false;
    this.forgotten.set(tenantId, now);
    return true;
  }
}
