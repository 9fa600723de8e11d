import type { Database, TenantScope } from '@vedette/database';
import { Refusal } from '@vedette/kernel';
import type { TenantId } from '@vedette/kernel';
import type { PubSub, TopicMessage } from '@vedette/pubsub';
import { topicHead, topicsAfter } from '@vedette/queue';
import { logger } from '@vedette/telemetry';

const log = logger('subscriptions');
const CATCH_UP_MS = 2_000;

export interface FeedDeps {
  readonly database: Database;
  readonly pubsub: PubSub;
}

/**
 * One tenant's announcements in this process, in order, each once: heard over pub/sub, and read from Postgres wherever
 * the numbers jump, after a lost connection, and every two seconds in case the last one was lost.
 */
export class TenantFeed {
  private readonly listeners = new Set<(message: TopicMessage) => void>();
  private readonly scope: TenantScope;
  private readonly ends: (() => unknown)[] = [];
  private last: bigint | null = null;
  private heard = new Map<bigint, TopicMessage>();
  private filling: Promise<void> | null = null;
  private again = false;
  private open = true;

  private constructor(
    tenantId: TenantId,
    private readonly deps: FeedDeps,
    private readonly lost: (reason: Refusal) => void,
  ) {
    this.scope = { tenantId, principal: 'system:subscriptions' };
  }

  /**
   * Heard first, then counted: nothing lies between the head it starts from and its first message.
   * @param lost the feed fell too far behind to fill the gap: subscribers must load anew
   * @throws Outage
   */
  static async start(tenantId: TenantId, deps: FeedDeps, lost: (reason: Refusal) => void): Promise<TenantFeed> {
    const feed = new TenantFeed(tenantId, deps, lost);
    feed.ends.push(await deps.pubsub.subscribe(tenantId, (message) => feed.hear(message)));
    feed.ends.push(deps.pubsub.onReconnect(() => feed.fill()));
    try {
      feed.last = BigInt(await deps.database.tenant(feed.scope, (tx) => topicHead(tx)));
    } catch (error) {
      await feed.close();
      throw error;
    }
    const timer = setInterval(() => feed.fill(), CATCH_UP_MS);
    timer.unref();
    feed.ends.push(() => clearInterval(timer));
    feed.drain();
    return feed;
  }

  /** The number of the last message that was handed on; the next one handed on is the one after it. */
  get position(): bigint {
    return this.last ?? 0n;
  }

  listen(listener: (message: TopicMessage) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** What came after `seq`, from Postgres. @throws Refusal `cursor.expired`; Outage */
  after(seq: string): Promise<TopicMessage[]> {
    return this.deps.database.tenant(this.scope, (tx) => topicsAfter(tx, seq));
  }

  async close(): Promise<void> {
    this.open = false;
    this.listeners.clear();
    await Promise.all(this.ends.splice(0).map((end) => end()));
  }

  private hear(message: TopicMessage): void {
    const seq = BigInt(message.seq);
    if (this.last !== null && seq <= this.last) return;
    this.heard.set(seq, message);
    if (this.last === null) return;
    this.drain();
    if (this.heard.size > 0) this.fill();
  }

  private drain(): void {
    for (const seq of this.heard.keys()) if (seq <= this.position) this.heard.delete(seq);
    for (;;) {
      const next = this.position + 1n;
      const message = this.heard.get(next);
      if (!message || !this.open) return;
      this.heard.delete(next);
      this.last = next;
      for (const listener of this.listeners) listener(message);
    }
  }

  /** One reading at a time; whoever asks during one gets another after it. */
  private fill(): void {
    this.again = true;
    this.filling ??= this.fillNow().finally(() => {
      this.filling = null;
      if (this.again && this.open) this.fill();
    });
  }

  private async fillNow(): Promise<void> {
    this.again = false;
    if (!this.open || this.last === null) return;
    try {
      for (const message of await this.after(String(this.last))) this.heard.set(BigInt(message.seq), message);
      this.drain();
    } catch (err) {
      if (err instanceof Refusal) return this.lost(err);
      // The next round, message or reconnect asks again from the same place.
      log.warn({ err }, 'announcements could not be read; trying again');
    }
  }
}
