import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { describeWithData } from '@vedette/testing';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { send, until } from './customer';
import { startStack, type Stack } from './stack';

const pictures = path.resolve(__dirname, '../../../.vedette/e2e');

/** Real Windows events of SigmaHQ's own regression data. */
function realEvents(file: string): object[] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => (JSON.parse(line) as { events: object[] }).events);
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target).join(' ')}`)).toEqual([]);
}

describeWithData('a stranger', 'sigma/regression.ndjson.gz', (file) => {
  let stack: Stack;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    stack = await startStack();
    const executablePath = process.env.CHROMIUM_PATH;
    if (!executablePath) throw new Error('no Chromium: install it (apt-get install chromium) or set CHROMIUM_PATH');
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run'] });
    context = await browser.newContext({ viewport: { width: 1360, height: 860 }, colorScheme: 'dark' });
    page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  }, 60_000);

  const picture = async (name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(250);
      await page.screenshot({ path: path.join(pictures, `${name}-${colorScheme}.png`) });
      await expectAccessible(page);
    }
  };

  it('signs up, verifies, makes a key, sends real events and sees the alerts arrive in the open page', async () => {
    await page.goto(`${stack.url}/sign-up`);
    await page.getByLabel('Organisation').fill('Acme');
    await page.getByLabel('E-mail').fill('owner@acme.example');
    await page.getByLabel('Password', { exact: true }).fill('plum gravel lantern 88');
    await picture('sign-up');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();

    const mailbox = await context.newPage();
    await mailbox.goto(`${stack.url}/mailbox`);
    const link = (await mailbox.locator('body').innerText()).match(/https?:\/\/\S+\/verify-email#\S+/)?.[0];
    await mailbox.close();
    expect(link).toBeDefined();
    await page.goto(link ?? '');
    await page.getByRole('button', { name: 'Verify and open the console' }).click();

    await page.getByRole('heading', { name: 'No data yet' }).waitFor();
    await picture('alerts-empty');

    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByLabel('Name').fill('laptop');
    await page.getByRole('button', { name: 'Create key' }).click();
    const secret = await page.getByText(/vdt_[a-z]+_\S{20,}/).first().innerText();
    const key = secret.match(/vdt_\S+/)?.[0] ?? '';
    await picture('keys');

    await page.goto(`${stack.url}/alerts`);
    await page.getByText('Live', { exact: true }).waitFor();
    const events = realEvents(file);
    const { status, body } = await send(stack.url, key, events, { source: 'windows' });
    expect(status).toBe(202);
    expect(body).toMatchObject({ accepted: events.length, rejected: [] });

    const arrived = page.getByRole('button', { name: /new alert/i });
    await until('alerts announced in the open page', async () => (await arrived.isVisible()) || (await page.getByRole('link', { name: /powershell|certutil|mshta|shadow/i }).count()) > 0);
    if (await arrived.isVisible()) await arrived.click();
    await picture('alerts');

    await page.getByRole('link', { name: /powershell|certutil|mshta|shadow/i }).first().click();
    await page.getByRole('heading', { name: 'Why it fired' }).waitFor();
    await page.locator('mark').first().waitFor();
    await picture('alert');
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('Acknowledged', { exact: true }).waitFor();

    await page.getByRole('link', { name: 'Sources' }).click();
    await page.getByRole('heading', { name: 'windows' }).waitFor();
    await picture('sources');
    expect(complaints).toEqual([]);
  }, 180_000);
});
