import { ask, listen, type Seen, sendUntilAcknowledged, until } from './customer';
import { encodedCommand, ordinaryProcess } from './attack-events';
import { demoKey } from './demo-key';
import { startStack, type Stack } from './stack';

const posts = 120;
const hosts = 6;
const attacksPerPost = 3;

const alertsQuery = `query Alerts { alerts(first: 100) { edges { node { id rule { id } entity { value } eventCount } } } }`;
interface AlertsPage {
  alerts: { edges: { node: { id: string; entity: { value: string }; eventCount: number } }[] };
}

describe('while events flow', () => {
  let stack: Stack;
  let key: string;
  beforeAll(async () => {
    stack = await startStack({ gateways: 2, detections: 2 });
    key = await demoKey(stack.url, stack.demo);
  }, 120_000);
  afterAll(() => stack?.stop(), 60_000);

  it('a killed worker, a flushed and restarted Redis and a restarted Postgres lose no event and double no alert', async () => {
    const listener = await listen(stack.urls[0] ?? '', key);
    const now = Date.now();
    const troubles: Record<number, () => Promise<unknown>> = {
      20: () => stack.order({ do: 'kill', name: 'detection-1' }),
      40: () => stack.order({ do: 'flushRedis' }),
      60: () => stack.order({ do: 'restartRedis' }),
      80: () => stack.order({ do: 'restartPostgres' }),
      100: () => stack.order({ do: 'kill', name: 'detection-2' }),
    };
    const underWay: Promise<unknown>[] = [];
    for (let post = 0; post < posts; post++) {
      const trouble = troubles[post];
      if (trouble) underWay.push(trouble());
      const host = `srv-${post % hosts}.acme.example`;
      const attacks = Array.from({ length: attacksPerPost }, (_, index) => encodedCommand(host, now + post * 10 + index));
      await sendUntilAcknowledged(stack.urls, key, [...attacks, ordinaryProcess(host, now)], `post-${post}`);
    }
    await Promise.all(underWay);

    let page: AlertsPage['alerts']['edges'] = [];
    const total = () => page.reduce((sum, { node }) => sum + node.eventCount, 0);
    await until(
      `${posts * attacksPerPost} events counted, last seen ${total()}`,
      async () => {
        page = await ask<AlertsPage>(stack.urls[1] ?? '', key, alertsQuery).then((data) => data.alerts.edges, () => page);
        return total() >= posts * attacksPerPost;
      },
      120_000,
    );
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    page = (await ask<AlertsPage>(stack.urls[1] ?? '', key, alertsQuery)).alerts.edges;
    expect(total()).toBe(posts * attacksPerPost);
    expect(page.map(({ node }) => node.entity.value).sort()).toEqual(Array.from({ length: hosts }, (_, index) => `srv-${index}.acme.example`).sort());

    // The listener's socket may have lived through all of it: what it saw last is what the list says.
    const last = new Map(listener.seen.map((change) => [change.alert.id, change.alert.eventCount]));
    for (const { node } of page) expect(last.get(node.id)).toBe(node.eventCount);
    expect(new Set(listener.seen.map((change) => change.cursor)).size).toBe(listener.seen.length);
    await listener.stop();
  }, 300_000);

  it('a subscriber on one gateway hears events posted to the other, and resumes on it without gap or repeat after a kill', async () => {
    const [first = '', second = ''] = stack.urls;
    const now = Date.now();
    const before = await listen(first, key);
    const hostOf = (index: number) => `resume-${index}.acme.example`;
    const post = (url: string, index: number) => sendUntilAcknowledged([url], key, [encodedCommand(hostOf(index), now + index)], `resume-${index}`);

    for (let index = 0; index < 10; index++) await post(second, index);
    await until('ten alerts on the first gateway', () => before.seen.length >= 10);
    const cursor = before.seen.at(-1)?.cursor;

    await stack.order({ do: 'kill', name: 'gateway-1', stayDown: true });
    await before.closed;
    for (let index = 10; index < 20; index++) await post(second, index);
    const after = await listen(second, key, cursor);
    for (let index = 20; index < 30; index++) await post(second, index);
    await until('twenty alerts after the cursor', () => after.seen.length >= 20);
    await new Promise((resolve) => setTimeout(resolve, 1_000));

    const ours = (changes: readonly Seen[]) => changes.map((change) => change.alert.entity.value);
    expect([...ours(before.seen.slice(-10)), ...ours(after.seen)].sort()).toEqual(Array.from({ length: 30 }, (_, index) => hostOf(index)).sort());
    expect(after.problems).toEqual([]);
    await after.stop();
  }, 120_000);
});
