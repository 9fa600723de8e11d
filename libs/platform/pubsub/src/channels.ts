import { logger } from '@vedette/telemetry';
import type { Redis } from 'ioredis';

interface Channel<Message> {
  readonly listeners: Set<(message: Message) => void>;
  subscribed: Promise<void>;
}

const log = logger('pubsub');
const PATIENCE_MS = 1_000;

/** Counts who listens to what, so that Redis is asked once per channel, and asks again after a reconnect. */
export class Channels<Message> {
  private readonly channels = new Map<string, Channel<Message>>();
  private readonly reconnected = new Set<() => void>();

  constructor(private readonly connection: Redis) {
    connection.on('ready', () => void this.subscribeAgain());
  }

  async join(name: string, listener: (message: Message) => void): Promise<() => Promise<void>> {
    // One function may listen twice; each time is its own subscription.
    const own = (message: Message) => listener(message);
    let channel = this.channels.get(name);
    if (!channel) {
      channel = { listeners: new Set(), subscribed: this.ask(name) };
      this.channels.set(name, channel);
    }
    channel.listeners.add(own);
    if (this.connection.status !== 'ready') await this.nextAttempt();
    await this.channels.get(name)?.subscribed;
    return () => this.leave(name, own);
  }

  deliver(name: string, message: Message): void {
    for (const listener of this.channels.get(name)?.listeners ?? []) {
      try {
        listener(message);
      } catch (err) {
        log.error({ err }, 'a topic listener threw');
      }
    }
  }

  onReconnect(listener: () => void): () => void {
    this.reconnected.add(listener);
    return () => void this.reconnected.delete(listener);
  }

  private async leave(name: string, listener: (message: Message) => void): Promise<void> {
    const channel = this.channels.get(name);
    if (!channel?.listeners.delete(listener) || channel.listeners.size > 0) return;
    this.channels.delete(name);
    // Commands keep their order on the connection: a join after this one subscribes after it.
    await this.connection.unsubscribe(name).catch(() => undefined);
  }

  /** A process that has just started waits for its connection, one that lost Redis does not wait for long. */
  private nextAttempt(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.connection.off('ready', done).off('close', done).off('end', done);
        resolve();
      };
      const timer = setTimeout(done, PATIENCE_MS);
      this.connection.on('ready', done).on('close', done).on('end', done);
    });
  }

  /** Never rejects: an unanswered SUBSCRIBE is asked again when the connection is ready. */
  private async ask(...names: string[]): Promise<void> {
    if (this.connection.status !== 'ready') return;
    await this.connection.subscribe(...names).catch((err: unknown) => log.warn({ err }, 'not subscribed yet'));
  }

  private async subscribeAgain(): Promise<void> {
    if (this.channels.size === 0) return;
    const asked = this.ask(...this.channels.keys());
    for (const channel of this.channels.values()) channel.subscribed = asked;
    await asked;
    for (const listener of this.reconnected) listener();
  }
}
