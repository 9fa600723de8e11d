import { Outage } from '@vedette/kernel';
import type { TopicMessage } from '@vedette/pubsub';
import { logger } from '@vedette/telemetry';
import type { SharedMessage } from './shared-message';
import type { TenantFeed } from './tenant-feed';

const log = logger('subscriptions');
const RETRY_MS = 250;
const AT_ONCE = 8;

/** @returns null for other topics, and when what the message speaks of is gone; @throws Outage */
export type Execute = (message: TopicMessage) => Promise<string | null>;

interface Listener {
  readonly hear: (message: SharedMessage) => void;
  readonly lose: (error: unknown) => void;
}

/**
 * One query of one tenant under one set of permissions: executed once for each message, whoever listens. Executions
 * overlap, results leave in order.
 */
export class SharedExecution {
  private readonly listeners = new Set<Listener>();
  private readonly waiting: TopicMessage[] = [];
  private readonly stopListening: () => void;
  private readonly inFlight: Promise<SharedMessage | null>[] = [];
  private delivering = false;
  private delivered: bigint;
  private open = true;

  constructor(
    readonly feed: TenantFeed,
    private readonly execute: Execute,
  ) {
    this.delivered = feed.position;
    this.stopListening = feed.listen((message) => {
      this.waiting.push(message);
      void this.deliver();
    });
  }

  /** @returns the number of the last message that was handed to listeners before this one joined, and how to leave */
  join(hear: Listener['hear'], lose: Listener['lose']): { from: bigint; leave: () => void } {
    const listener = { hear, lose };
    this.listeners.add(listener);
    return { from: this.delivered, leave: () => void this.listeners.delete(listener) };
  }

  /** Runs one message of the past for one subscriber. @returns null for other topics and for what is gone */
  async run(message: TopicMessage): Promise<SharedMessage | null> {
    while (this.open) {
      try {
        const payload = await this.execute(message);
        return payload === null ? null : { seq: BigInt(message.seq), payload };
      } catch (error) {
        // Skipping it would be a gap. The database is late; so is the subscriber.
        if (!(error instanceof Outage)) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    return null;
  }

  /** @param error what its listeners are told; nothing when it merely is no longer needed */
  close(error?: unknown): void {
    this.open = false;
    this.stopListening();
    const left = [...this.listeners];
    this.listeners.clear();
    if (error !== undefined) for (const { lose } of left) lose(error);
  }

  private async deliver(): Promise<void> {
    if (this.delivering) return;
    this.delivering = true;
    while (this.open && (this.waiting.length > 0 || this.inFlight.length > 0)) {
      while (this.inFlight.length < AT_ONCE && this.waiting.length > 0) this.begin();
      const message = await this.inFlight[0];
      void this.inFlight.shift();
      if (message) this.hand(message);
    }
    this.delivering = false;
  }

  private begin(): void {
    const message = this.waiting.shift();
    if (!message) return;
    const running = this.run(message).catch((err: unknown) => {
      log.error({ err, topic: message.topic }, 'a bug kept a message from its subscribers');
      return null;
    });
    this.inFlight.push(running);
  }

  private hand(message: SharedMessage): void {
    this.delivered = message.seq;
    for (const { hear } of this.listeners) hear(message);
  }
}
