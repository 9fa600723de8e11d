import type { Refusal, TenantId } from '@vedette/kernel';
import type { TopicMessage } from '@vedette/pubsub';
import { SharedExecution } from './shared-execution';
import type { Execute } from './shared-execution';
import { TenantFeed } from './tenant-feed';
import type { FeedDeps } from './tenant-feed';

interface OpenFeed {
  readonly feed: Promise<TenantFeed>;
  readonly executions: Map<string, { readonly shared: SharedExecution; users: number }>;
  users: number;
}

/** Which feeds and executions this process keeps, counted by who uses them. */
export class SubscriptionHub {
  private readonly feeds = new Map<TenantId, OpenFeed>();

  constructor(
    private readonly deps: FeedDeps,
    private readonly onMessage: (tenantId: TenantId, message: TopicMessage) => void,
  ) {}

  /** Keeps the tenant's feed open, so that revocations are heard. @returns how to let go; @throws Outage */
  async hold(tenantId: TenantId): Promise<() => void> {
    const open = this.feeds.get(tenantId) ?? this.openFeed(tenantId);
    open.users++;
    const release = once(() => {
      open.users--;
      if (open.users === 0) this.closeFeed(tenantId, open);
    });
    try {
      await open.feed;
    } catch (error) {
      release();
      throw error;
    }
    return release;
  }

  /**
   * @param key what makes two askers the same: permissions, query and variables
   * @returns the execution that all of them share, and how to let go of it
   */
  async share(tenantId: TenantId, key: string, execute: Execute): Promise<{ shared: SharedExecution; release: () => void }> {
    const releaseFeed = await this.hold(tenantId);
    const open = this.feeds.get(tenantId);
    if (!open) throw new Error('a held feed is gone');
    const feed = await open.feed;
    const found = open.executions.get(key) ?? { shared: new SharedExecution(feed, execute), users: 0 };
    open.executions.set(key, found);
    found.users++;
    const release = once(() => {
      found.users--;
      if (found.users === 0) {
        open.executions.delete(key);
        found.shared.close();
      }
      releaseFeed();
    });
    return { shared: found.shared, release };
  }

  async close(): Promise<void> {
    for (const [tenantId, open] of [...this.feeds]) this.closeFeed(tenantId, open);
  }

  private openFeed(tenantId: TenantId): OpenFeed {
    const feed = TenantFeed.start(tenantId, this.deps, (reason) => this.lose(tenantId, open, reason)).then((started) => {
      started.listen((message) => this.onMessage(tenantId, message));
      return started;
    });
    const open: OpenFeed = { feed, executions: new Map(), users: 0 };
    this.feeds.set(tenantId, open);
    return open;
  }

  private lose(tenantId: TenantId, open: OpenFeed, reason: Refusal): void {
    for (const { shared } of open.executions.values()) shared.close(reason);
    this.closeFeed(tenantId, open);
  }

  private closeFeed(tenantId: TenantId, open: OpenFeed): void {
    if (this.feeds.get(tenantId) === open) this.feeds.delete(tenantId);
    for (const { shared } of open.executions.values()) shared.close();
    open.executions.clear();
    void open.feed.then((feed) => feed.close()).catch(() => undefined);
  }
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
