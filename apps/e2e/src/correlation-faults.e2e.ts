import { failedLogon, networkLogon } from './attack-events';
import { ask, sendUntilAcknowledged, until } from './customer';
import { demoKey } from './demo-key';
import { startStack, type Stack } from './stack';

/** Ten failures and then a success, of the pack `correlations`. */
const bruteForce = '31d977ea-3c0a-42d3-a7c9-5d0f9eaba62b';
const alertsQuery = `query Alerts { alerts(first: 100, filter: { ruleId: "${bruteForce}" }) { edges { node { id entity { value } eventCount source } } } }`;
interface AlertsPage {
  alerts: { edges: { node: { id: string; entity: { value: string }; eventCount: number; source: string } }[] };
}

describe('a correlation half-way', () => {
  let stack: Stack;
  let key: string;
  beforeAll(async () => {
    stack = await startStack({ gateways: 1, detections: 2 });
    key = await demoKey(stack.url, stack.demo);
  }, 120_000);
  afterAll(() => stack?.stop(), 60_000);

  it('completes, once, although its process is killed and all of Redis is lost', async () => {
    const victims = Array.from({ length: 8 }, (_, index) => ({ account: `victim-${index}`, address: `203.0.113.${index + 1}` }));
    const now = Date.now() - 120_000;
    const post = (name: string, events: readonly object[]) => sendUntilAcknowledged(stack.urls, key, events, name);
    const failures = (from: number, to: number) =>
      victims.flatMap(({ account, address }) => Array.from({ length: to - from }, (_, index) => failedLogon(account, address, now + (from + index) * 1_000)));
    const alerts = async () => (await ask<AlertsPage>(stack.url, key, alertsQuery).catch(() => null))?.alerts.edges.map(({ node }) => node) ?? [];

    await post('first-half', failures(0, 6));
    await stack.order({ do: 'kill', name: 'detection-1' });
    await stack.order({ do: 'flushRedis' });
    await post('second-half', failures(6, 11));
    await stack.order({ do: 'kill', name: 'detection-2' });
    await stack.order({ do: 'restartRedis' });
    await post('success', victims.map(({ account, address }) => networkLogon(account, address, now + 60_000)));

    await until('one alert for each account', async () => (await alerts()).length > victims.length - 1, 90_000);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const found = await alerts();
    expect(found.map(({ entity }) => entity.value).sort()).toEqual(victims.map(({ address }) => address));
  }, 180_000);
});
