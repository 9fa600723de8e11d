import { mkdirSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { ask, send, until } from './customer';
import { demoKey } from './demo-key';
import { startStack, type Stack } from './stack';

const pictures = path.resolve(__dirname, '../../../.vedette/e2e');
/** Kept events over which the rule is run before it is enabled. */
const keptEvents = Number(process.env['VEDETTE_E2E_EVENTS'] ?? 1_000_000);
const perPost = 10_000;
const id = 'e7b1a1de-5a0f-4c1a-9f67-1d8f0f4a7c11';

const rule = (title: string, value: string) => `title: ${title}
id: ${id}
status: experimental
description: A build agent starts a remote administration tool.
author: Acme
date: 2026-11-21
tags:
  - attack.execution
  - attack.t1569.002
logsource:
  product: windows
  category: process_creation
detection:
  tool:
    Image|endswith: '\\psexec.exe'
    CommandLine|contains: '${value}'
  condition: tool
falsepositives:
  - Administrators
level: high
`;

/** Sysmon process creations; one in ten thousand is what the rule looks for. */
function processes(from: number, count: number, now: number): object[] {
  return Array.from({ length: count }, (_, index) => {
    const n = from + index;
    const hit = n % 10_000 === 7;
    return {
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      EventID: 1,
      Computer: `ws-${(n + Math.floor(n / 10_000)) % 50}`,
      UtcTime: new Date(now - (n % 86_400) * 1_000).toISOString().replace('T', ' ').slice(0, 23),
      Image: hit ? 'C:\\Tools\\psexec.exe' : `C:\\Program Files\\App\\app-${n % 97}.exe`,
      CommandLine: hit ? `psexec.exe \\\\srv-${n % 13} -s cmd` : `app.exe --job ${n}`,
      User: n % 2 ? 'ACME\\build' : 'ACME\\ann',
    };
  });
}

const alertsQuery = `query Alerts { alerts(first: 100, filter: { ruleId: "${id}" }) { edges { node { id status eventCount rule { title } entity { value } } } } }`;
interface AlertsPage {
  alerts: { edges: { node: { id: string; status: string; eventCount: number; rule: { title: string }; entity: { value: string } } }[] };
}

describe('a rule, from the clipboard to the roll-back', () => {
  let stack: Stack;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];
  let key: string;
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    stack = await startStack({ detections: 2, variables: { INGEST_EVENTS_PER_MINUTE: '100000000' } });
    key = await demoKey(stack.url, stack.demo, ['event:write', 'alert:read', 'alert:write']);
    const executablePath = process.env['CHROMIUM_PATH'];
    if (!executablePath) throw new Error('no Chromium: install it (apt-get install chromium) or set CHROMIUM_PATH');
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run'] });
    context = await browser.newContext({ viewport: { width: 1360, height: 860 }, colorScheme: 'dark' });
    page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  }, 120_000);
  afterAll(async () => {
    // Where it stood, for whoever looks into a failure.
    await page?.screenshot({ path: path.join(pictures, 'rule-life-end.png'), fullPage: true });
    await browser?.close();
    await stack?.stop();
  }, 60_000);

  const picture = async (name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(250);
      await page.screenshot({ path: path.join(pictures, `${name}-${colorScheme}.png`), fullPage: true });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target).join(' ')}`)).toEqual([]);
    }
  };
  const alerts = async () => (await ask<AlertsPage>(stack.url, key, alertsQuery)).alerts.edges.map(({ node }) => node);

  it('is pasted, linted, tested, backtested over a million events, switched on, fires, is tuned and rolled back', async () => {
    const now = Date.now();
    for (let from = 0; from < keptEvents; from += perPost) {
      const { status } = await send(stack.url, key, processes(from, Math.min(perPost, keptEvents - from), now), { source: 'edr' });
      expect(status).toBe(202);
    }
    await page.goto(`${stack.url}/log-in`);
    await page.getByLabel('E-mail').fill(stack.demo.email);
    await page.getByLabel('Password', { exact: true }).fill(stack.demo.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('link', { name: 'Rules' }).click();
    await page.getByRole('link', { name: 'New rule' }).click();

    // Pasted with a slip: the finding says where.
    await page.getByLabel('Rule', { exact: true }).fill(rule('PsExec on a build agent', '-s').replace('endswith', 'endwith'));
    await page.getByRole('region', { name: 'Findings' }).getByText(/endwith/).first().waitFor();
    await picture('rule-findings');
    await page.getByLabel('Rule', { exact: true }).fill(rule('PsExec on a build agent', '-s'));
    await page.getByText('No findings').waitFor();

    await page.getByRole('button', { name: 'Add test' }).click();
    await page.getByLabel('Name', { exact: true }).last().fill('as it is used');
    await page.getByLabel('Event as JSON').last().fill(JSON.stringify(processes(7, 1, now)[0]));
    await page.getByRole('button', { name: 'Run tests' }).click();
    await page.getByText(/passed/i).first().waitFor();

    await page.getByRole('button', { name: 'Backtest', exact: true }).click();
    await page.getByRole('progressbar').first().waitFor();
    await picture('rule-backtest-running');
    await page.getByText(/alerts? predicted/i).waitFor({ timeout: 240_000 });
    const matches = Math.floor((keptEvents - 8) / 10_000) + 1;
    await page.getByText(new RegExp(`${matches} match`)).first().waitFor();
    await picture('rule-backtest');

    await page.getByRole('button', { name: 'Save and switch on' }).click();
    await page.getByText(/Saved as version/).first().waitFor();
    await send(stack.url, key, [7, 10_007, 20_007].flatMap((from) => processes(from, 1, Date.now())), { source: 'edr' });
    await until('the rule fires', async () => (await alerts()).length >= 3);
    const [first] = await alerts();
    await ask(stack.url, key, `mutation($input: CloseAlertInput!) { closeAlert(input: $input) { userErrors { code } } }`, { input: { id: first?.id, resolution: 'TRUE_POSITIVE' } });

    // Tuned: what would hide the true positive is refused, what leaves it is taken.
    await page.goto(`${stack.url}/rules/${id}`);
    await page.getByRole('heading', { name: 'PsExec on a build agent' }).waitFor();
    await page.getByText('1 of 1 pass').waitFor();
    await picture('rule-page');
    await page.getByLabel('Field', { exact: true }).fill('Channel');
    await page.getByLabel('Value', { exact: true }).fill('Microsoft-Windows-Sysmon/Operational');
    await page.getByLabel('Reason').fill('too much');
    await page.getByText(/true positive/i).first().waitFor();
    await picture('rule-exclusion-refused');
    const other = (await alerts()).find((alert) => alert.entity.value !== first?.entity.value);
    await page.getByLabel('Field', { exact: true }).fill('Computer');
    await page.getByLabel('Value', { exact: true }).fill(other?.entity.value ?? '');
    await page.getByText(/left out 1 of/i).waitFor();
    await page.getByRole('form', { name: 'Add exclusion' }).getByRole('button', { name: 'Add exclusion' }).click();
    await page.getByRole('button', { name: 'End exclusion' }).waitFor();
    const before = (await alerts()).reduce((sum, { eventCount }) => sum + eventCount, 0);
    const loud = processes(7, 1, Date.now()).map((event) => ({ ...event, Computer: other?.entity.value }));
    const fresh = processes(7, 1, Date.now()).map((event) => ({ ...event, Computer: 'ws-fresh' }));
    await send(stack.url, key, [...loud, ...loud, ...fresh], { source: 'edr' });
    await until('only what is not excluded alerts', async () => (await alerts()).some(({ entity }) => entity.value === 'ws-fresh'));
    expect((await alerts()).reduce((sum, { eventCount }) => sum + eventCount, 0)).toBe(before + 1);

    // Changed, and rolled back.
    await page.goto(`${stack.url}/rules/${id}/edit`);
    await page.getByLabel('Rule', { exact: true }).fill(rule('PsExec, renamed', '-never'));
    await page.getByText('No findings').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/Saved as version/).first().waitFor();
    await page.goto(`${stack.url}/rules/${id}`);
    await page.getByRole('heading', { name: 'PsExec, renamed' }).waitFor();
    await page.getByRole('button', { name: /Roll back/ }).first().click();
    await page.getByRole('button', { name: 'Roll back', exact: true }).last().click();
    await page.getByRole('heading', { name: 'PsExec on a build agent' }).waitFor();
    await picture('rule-rolled-back');
    await send(stack.url, key, processes(7, 1, Date.now()).map((event) => ({ ...event, Computer: 'ws-after' })), { source: 'edr' });
    await until('the old text fires again', async () => (await alerts()).some(({ entity }) => entity.value === 'ws-after'));

    await page.getByRole('link', { name: 'Coverage' }).click();
    await page.getByLabel('Sub-techniques').check();
    await page.getByText('T1569.002').first().waitFor();
    await picture('coverage');
    expect(complaints).toEqual([]);
  }, 600_000);
});
