import { setTimeout as sleep } from 'node:timers/promises';
import { newId, newTenantId } from '@vedette/kernel';
import { testRedisUrl } from '@vedette/testing';
import { Redis } from 'ioredis';
import { channelOf, openPubSub } from './pubsub';
import type { PubSub } from './pubsub';
import type { TopicMessage } from './topic-message';

const message = (seq: number): TopicMessage => ({ seq: String(seq), topic: 'detection.alert-changed', ids: { alertId: 'a' } });

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await condition()) return;
    await sleep(20);
  }
  throw new Error('it never came true');
}

describe('pubsub', () => {
  let pubsub: PubSub;
  let other: PubSub;
  let admin: Redis;
  const name = `spec-${newId()}`;

  beforeAll(async () => {
    admin = new Redis(testRedisUrl());
    pubsub = openPubSub({ url: testRedisUrl(), name });
    other = openPubSub({ url: testRedisUrl() });
    for (const each of [pubsub, other]) {
      await until(async () => each.publish(newTenantId(), message(1)).then(() => true, () => false));
    }
  });
  afterAll(async () => {
    await pubsub.close();
    await other.close();
    admin.disconnect();
  });

  it('brings a message from one process to the subscribers of its tenant in another, and to nobody else', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()];
    const heard: TopicMessage[] = [];
    const stray: TopicMessage[] = [];
    await pubsub.subscribe(acme, (each) => heard.push(each));
    await pubsub.subscribe(globex, (each) => stray.push(each));
    await other.publish(acme, message(7));
    await until(() => heard.length > 0);
    expect(heard).toEqual([message(7)]);
    expect(stray).toEqual([]);
  });

  it('brings a poke to every process that listens for it, and does not mind what is no JSON', async () => {
    const heard: unknown[] = [];
    const leave = await Promise.all([pubsub.onPoke('spec', (about) => heard.push(about)), other.onPoke('spec', (about) => heard.push(about))]);
    await pubsub.onPoke('other', (about) => heard.push(about));
    await admin.publish('poke.spec', 'no json');
    pubsub.poke('spec', { partition: 3 });
    await until(() => heard.length === 4);
    expect(heard.filter((about) => about !== undefined)).toEqual([{ partition: 3 }, { partition: 3 }]);
    await Promise.all(leave.map((each) => each()));
  });

  it('asks Redis once per tenant, and stops asking when the last listener has left', async () => {
    const acme = newTenantId();
    const heard: string[] = [];
    const leave = await Promise.all([
      pubsub.subscribe(acme, () => void heard.push('first')),
      pubsub.subscribe(acme, () => void heard.push('second')),
    ]);
    const subscribers = async () => Number((await admin.pubsub('NUMSUB', channelOf(acme)))[1]);
    expect(await subscribers()).toBe(1);
    await leave[0]();
    await leave[0]();
    await other.publish(acme, message(1));
    await until(() => heard.length > 0);
    expect(heard).toEqual(['second']);
    await leave[1]();
    expect(await subscribers()).toBe(0);
  });

  it('keeps hearing after its connection was cut, and says that something may have been missed', async () => {
    const acme = newTenantId();
    const heard: TopicMessage[] = [];
    let reconnects = 0;
    pubsub.onReconnect(() => (reconnects += 1));
    await pubsub.subscribe(acme, (each) => heard.push(each));
    // By its own name: other specs share this Redis.
    const clients = String(await admin.client('LIST')).split('\n');
    for (const line of clients.filter((each) => each.includes(` name=${name} `))) {
      await admin.client('KILL', 'ID', String(/id=(\d+)/.exec(line)?.[1]));
    }
    await until(() => reconnects > 0);
    await other.publish(acme, message(2));
    await until(() => heard.length > 0);
    expect(heard).toEqual([message(2)]);
  });

  it('drops what is no topic message, and survives a listener that throws', async () => {
    const acme = newTenantId();
    const heard: TopicMessage[] = [];
    await pubsub.subscribe(acme, () => {
      throw new Error('a bug');
    });
    await pubsub.subscribe(acme, (each) => heard.push(each));
    for (const text of ['', '{', '{"seq":1}', '[]']) await admin.publish(channelOf(acme), text);
    await other.publish(acme, message(3));
    await until(() => heard.length > 0);
    expect(heard).toEqual([message(3)]);
  });

  it('fails a publish at once when Redis is away, and still lets one subscribe', async () => {
    const away = openPubSub({ url: 'redis://127.0.0.1:1' });
    await expect(away.publish(newTenantId(), message(1))).rejects.toMatchObject({ name: 'Outage', dependency: 'redis' });
    const leave = await away.subscribe(newTenantId(), () => undefined);
    await leave();
    await away.close();
  });
});
