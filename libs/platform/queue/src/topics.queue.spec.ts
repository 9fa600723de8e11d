import type { TenantScope } from '@vedette/database';
import { openPubSub } from '@vedette/pubsub';
import type { TopicMessage } from '@vedette/pubsub';
import { pruneTopics } from './relay/prune-topics';
import { openRig, thingChanged, until } from './testing/rig';
import type { Rig } from './testing/rig';
import { topicHead, topicsAfter } from './topic-log';

describe('announcements', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await openRig();
  });
  afterEach(() => rig.close());

  const announce = (scope: TenantScope, ...numbers: number[]) =>
    rig.db.database.tenant(scope, async (tx) => numbers.forEach((n) => tx.announce(thingChanged, { n })));
  const after = (scope: TenantScope, seq: string) => rig.db.database.tenant(scope, (tx) => topicsAfter(tx, seq));
  const head = (scope: TenantScope) => rig.db.database.tenant(scope, topicHead);

  it('reach the subscribers of their tenant, in the order of the transaction, after it committed', async () => {
    rig.relay();
    const heard: TopicMessage[] = [];
    const stray: TopicMessage[] = [];
    await rig.pubsub.subscribe(rig.acme.tenantId, (message) => heard.push(message));
    await rig.pubsub.subscribe(rig.globex.tenantId, (message) => stray.push(message));
    await announce(rig.acme, 1, 2, 3);
    await until(() => heard.length === 3);
    expect(heard).toEqual([1, 2, 3].map((n) => ({ seq: String(n), topic: 'spec.thing-changed', ids: { n } })));
    await rig.db.database
      .tenant(rig.acme, async (tx) => {
        tx.announce(thingChanged, { n: 4 });
        throw new Error('no');
      })
      .catch(() => undefined);
    await announce(rig.acme, 5);
    await until(() => heard.length === 4);
    expect(heard[3]).toEqual({ seq: '4', topic: 'spec.thing-changed', ids: { n: 5 } });
    expect(stray).toEqual([]);
  });

  it('are numbered without hole or double by several relays at once, for each tenant by itself', async () => {
    for (let relays = 0; relays < 3; relays += 1) rig.relay();
    const heard = new Map<string, unknown>();
    await rig.pubsub.subscribe(rig.acme.tenantId, (message) => heard.set(message.seq, message.ids));
    const posts = Array.from({ length: 200 }, (_, n) => announce(n % 4 === 3 ? rig.globex : rig.acme, n, n));
    await Promise.all(posts);
    await until(async () => (await rig.outbox()) === 0);
    const ofAcme = await after(rig.acme, '0');
    expect(ofAcme.map((message) => message.seq)).toEqual(Array.from({ length: 300 }, (_, n) => String(n + 1)));
    expect((await after(rig.globex, '0')).map((message) => message.seq)).toEqual(Array.from({ length: 100 }, (_, n) => String(n + 1)));
    expect(await head(rig.acme)).toBe('300');
    const counts = new Map<unknown, number>();
    for (const { ids } of ofAcme) counts.set(JSON.stringify(ids), (counts.get(JSON.stringify(ids)) ?? 0) + 1);
    expect(new Set(counts.values())).toEqual(new Set([2]));
    await until(() => heard.size === 300);
  });

  it('are resumed from a cursor, exactly after it', async () => {
    rig.relay();
    expect(await head(rig.acme)).toBe('0');
    expect(await after(rig.acme, '0')).toEqual([]);
    await announce(rig.acme, 1, 2, 3, 4);
    await until(async () => (await head(rig.acme)) === '4');
    expect((await after(rig.acme, '2')).map((message) => message.seq)).toEqual(['3', '4']);
    expect(await after(rig.acme, '4')).toEqual([]);
    expect(await after(rig.globex, '0')).toEqual([]);
  });

  it('refuse a cursor that is forgotten, from the future, or none', async () => {
    rig.relay();
    await announce(rig.acme, 1, 2, 3);
    await until(async () => (await head(rig.acme)) === '3');
    await rig.db.adminSql`update topic_log set at = now() - interval '25 hours' where seq <= 2`;
    await pruneTopics(rig.db.relay);
    await expect(after(rig.acme, '1')).rejects.toMatchObject({ code: 'cursor.expired' });
    expect((await after(rig.acme, '2')).map((message) => message.seq)).toEqual(['3']);
    await expect(after(rig.acme, '4')).rejects.toMatchObject({ code: 'cursor.expired' });
    await expect(after(rig.globex, '1')).rejects.toMatchObject({ code: 'cursor.expired' });
    for (const cursor of ['', '-1', 'x', '1e3', '9'.repeat(30)]) {
      await expect(after(rig.acme, cursor)).rejects.toMatchObject({ code: 'cursor.malformed' });
    }
  });

  it('are kept for resuming when nobody could be told', async () => {
    const deaf = openPubSub({ url: 'redis://127.0.0.1:1' });
    rig.relay({ pubsub: deaf });
    await announce(rig.acme, 1);
    await until(async () => (await rig.outbox()) === 0);
    expect(await after(rig.acme, '0')).toHaveLength(1);
    await deaf.close();
  });
});
