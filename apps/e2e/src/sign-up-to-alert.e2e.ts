import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describeWithData } from '@vedette/testing';
import type { Browser } from 'playwright-core';
import { linkFromMailbox, newKey, newPerson, openBrowser, picture } from './console-driver';
import type { Person } from './console-driver';
import { send, until } from './customer';
import { startStack, type Stack } from './stack';

/** Real Windows events of SigmaHQ's own regression data. */
function realEvents(file: string): object[] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => (JSON.parse(line) as { events: object[] }).events);
}

describeWithData('a stranger', 'sigma/regression.ndjson.gz', (file) => {
  let stack: Stack;
  let browser: Browser;
  let person: Person;

  beforeAll(async () => {
    stack = await startStack();
    browser = await openBrowser();
    person = await newPerson(browser);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  }, 60_000);

  it('signs up, verifies, makes a key, sends real events and sees the alerts arrive in the open page', async () => {
    const { page, complaints } = person;
    await page.goto(`${stack.url}/sign-up`);
    await page.getByLabel('Organisation').fill('Acme');
    await page.getByLabel('E-mail').fill('owner@acme.example');
    await page.getByLabel('Password', { exact: true }).fill('plum gravel lantern 88');
    await picture(page, 'sign-up');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();

    await page.goto(await linkFromMailbox(person, stack.url, 'verify-email'));
    await page.getByRole('button', { name: 'Verify and open the console' }).click();

    await page.getByRole('heading', { name: 'No data yet' }).waitFor();
    await picture(page, 'alerts-empty');

    await page.getByRole('link', { name: 'API keys' }).click();
    const key = await newKey(page, 'laptop');
    await picture(page, 'keys');

    await page.goto(`${stack.url}/alerts`);
    await page.getByText('Live', { exact: true }).waitFor();
    const events = realEvents(file);
    const { status, body } = await send(stack.url, key, events, { source: 'windows' });
    expect(status).toBe(202);
    expect(body).toMatchObject({ accepted: events.length, rejected: [] });

    const arrived = page.getByRole('button', { name: /new alert/i });
    await until('alerts announced in the open page', async () => (await arrived.isVisible()) || (await page.getByRole('link', { name: /powershell|certutil|mshta|shadow/i }).count()) > 0);
    if (await arrived.isVisible()) await arrived.click();
    await picture(page, 'alerts');

    await page.getByRole('link', { name: /powershell|certutil|mshta|shadow/i }).first().click();
    await page.getByRole('heading', { name: 'Why it fired' }).waitFor();
    await page.locator('mark').first().waitFor();
    await picture(page, 'alert');
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('Acknowledged', { exact: true }).waitFor();

    await page.getByRole('link', { name: 'Sources' }).click();
    await page.getByRole('heading', { name: 'windows' }).waitFor();
    await picture(page, 'sources');
    expect(complaints).toEqual([]);
  }, 180_000);
});
