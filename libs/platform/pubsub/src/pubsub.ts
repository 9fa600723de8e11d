import { Outage } from '@vedette/kernel';
import type { TenantId } from '@vedette/kernel';
import { counter, logger } from '@vedette/telemetry';
import { Redis } from 'ioredis';
import { Channels } from './channels';
import { parseTopicMessage } from './topic-message';
import type { TopicMessage } from './topic-message';

export type TopicListener = (message: TopicMessage) => void;

export interface PubSub {
  /** @throws Outage('redis') at once: subscribers fill the gap from Postgres, so nothing waits here. */
  publish(tenantId: TenantId, message: TopicMessage): Promise<void>;
  /**
   * Hears every message of the tenant once it resolves; with Redis away it resolves too, and `onReconnect` tells when
   * hearing begins. The returned function ends it.
   */
  subscribe(tenantId: TenantId, listener: TopicListener): Promise<() => Promise<void>>;
  /** Asks whichever process listens to look at something now; at most once. What must happen does not hang on it. Never throws. */
  poke(name: string, about: Readonly<Record<string, string | number>>): void;
  /** Hears pokes of that name from every process, this one too. What it is given came over the wire: parse it. */
  onPoke(name: string, listener: (about: unknown) => void): Promise<() => Promise<void>>;
  /** After a lost connection is back and subscribed again: messages in between were missed, read them from Postgres. */
  onReconnect(listener: () => void): () => void;
  close(): Promise<void>;
}

const log = logger('pubsub');
const published = counter('vedette_pubsub_published_total', 'Topic messages by outcome');

export function channelOf(tenantId: TenantId): string {
  return `t.${tenantId}`;
}

const POKES = 'poke.';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface PubSubOptions {
  readonly url: string;
  /** What Redis's CLIENT LIST calls its connections. */
  readonly name?: string;
}

/** Two connections, since a subscribed one can do nothing else. Connects in the background. */
export function openPubSub(options: PubSubOptions): PubSub {
  const connectionName = options.name ?? 'vedette-pubsub';
  const retryStrategy = (times: number) => Math.min(50 * 2 ** times, 2_000);
  const publisher = new Redis(options.url, {
    retryStrategy,
    connectionName,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 2_000,
  });
  const subscriber = new Redis(options.url, {
    retryStrategy,
    connectionName,
    enableOfflineQueue: false,
    autoResubscribe: false,
  });
  publisher.on('error', (err: Error) => log.warn({ err }, 'publisher lost Redis'));
  subscriber.on('error', (err: Error) => log.warn({ err }, 'subscriber lost Redis'));
  const channels = new Channels<TopicMessage>(subscriber);
  const pokes = new Channels<unknown>(subscriber);
  subscriber.on('message', (channel: string, text: string) => {
    if (channel.startsWith(POKES)) return pokes.deliver(channel, parsed(text));
    const message = parseTopicMessage(text);
    if (message) channels.deliver(channel, message);
    else log.warn({ channel }, 'dropped something that is not a topic message');
  });
  return {
    async publish(tenantId, message) {
      try {
        if (publisher.status !== 'ready') throw new Error(`the connection is ${publisher.status}`);
        await publisher.publish(channelOf(tenantId), JSON.stringify(message));
        published.add(1, { outcome: 'sent' });
      } catch (error) {
        published.add(1, { outcome: 'failed' });
        throw new Outage('redis', error);
      }
    },
    subscribe: (tenantId, listener) => channels.join(channelOf(tenantId), listener),
    poke(name, about) {
      if (publisher.status === 'ready') publisher.publish(`${POKES}${name}`, JSON.stringify(about)).catch((err: unknown) => log.warn({ err, name }, 'a poke was lost'));
    },
    onPoke: (name, listener) => pokes.join(`${POKES}${name}`, listener),
    onReconnect: (listener) => channels.onReconnect(listener),
    async close() {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
