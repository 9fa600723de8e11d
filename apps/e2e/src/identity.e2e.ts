import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { generate } from 'otplib';
import { addAuthenticator, linkFromMailbox, newKey, newPerson, openBrowser, picture, pictures } from './console-driver';
import type { Person } from './console-driver';
import { send, until } from './customer';
import { startStack, type Stack } from './stack';

const OWNER = 'owner@acme.example';
const MATE = 'mate@acme.example';

let stack: Stack;
let browser: Browser;
let owner: Person;
let mate: Person;

beforeAll(async () => {
  stack = await startStack();
  browser = await openBrowser();
  [owner, mate] = [await newPerson(browser), await newPerson(browser)];
  await Promise.all([owner, mate].map(({ context }) => context.tracing.start({ screenshots: true, snapshots: true })));
}, 120_000);
afterAll(async () => {
  await owner?.context.tracing.stop({ path: path.join(pictures, 'identity-owner.zip') });
  await mate?.context.tracing.stop({ path: path.join(pictures, 'identity-mate.zip') });
  await browser?.close();
  await stack?.stop();
}, 60_000);

async function keepCodes(page: Page): Promise<void> {
  await page.getByRole('list', { name: 'Recovery codes' }).waitFor();
  await page.getByRole('button', { name: 'I have kept them' }).click();
}

describe('an organisation from its first minute', () => {
  const began = performance.now();
  let secret = '';

  it('begins with a stranger who verifies their address and adds a passkey', async () => {
    const { page } = owner;
    await page.goto(`${stack.url}/sign-up`);
    await page.getByLabel('Organisation').fill('Acme');
    await page.getByLabel('E-mail').fill(OWNER);
    await page.getByLabel('Password', { exact: true }).fill('plum gravel lantern 88');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await page.goto(await linkFromMailbox(owner, stack.url, 'verify-email'));
    await page.getByRole('button', { name: 'Verify and open the console' }).click();
    await page.getByRole('heading', { name: 'No data yet' }).waitFor();
    await picture(page, 'first-steps');

    await addAuthenticator(owner);
    await page.goto(`${stack.url}/account`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('button', { name: 'Make passkey' }).click();
    await keepCodes(page);
    await page.getByRole('button', { name: /^Rename / }).waitFor();
    await picture(page, 'account');
  }, 120_000);

  it('goes on with the passkey alone: out, and in again without a password', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log in', exact: true }).waitFor();
    // The browser may offer the passkey by itself before the button is reached.
    const button = page.getByRole('button', { name: /passkey/i });
    await Promise.race([button.click().catch(() => undefined), page.getByRole('link', { name: 'Members' }).waitFor()]);
    await page.getByRole('link', { name: 'Members' }).waitFor();
  }, 60_000);

  it('invites a teammate, who joins and adds an authenticator app', async () => {
    await owner.page.goto(`${stack.url}/members`);
    await owner.page.getByRole('button', { name: /^Invite/ }).click();
    await owner.page.getByLabel('E-mail').fill(MATE);
    await owner.page.getByRole('button', { name: 'Send invitation' }).click();
    await owner.page.getByText(MATE).first().waitFor();

    const { page } = mate;
    await page.goto(await linkFromMailbox(mate, stack.url, 'invitation'));
    await page.getByLabel('Choose a password', { exact: true }).fill('quiet harbour violin 52');
    await page.getByRole('button', { name: 'Create account and join' }).click();
    await page.getByRole('button', { name: 'Log out' }).waitFor();
    await page.goto(`${stack.url}/account`);
    await page.getByRole('button', { name: 'Set up an app' }).click();
    secret = (await page.locator('form code').first().innerText()).replaceAll(/\s/g, '');
    await page.getByLabel('Code that the app shows now').fill(await generate({ secret }));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await keepCodes(page);

    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log in', exact: true }).waitFor();
    await page.getByLabel('E-mail').fill(MATE);
    await page.getByLabel('Password', { exact: true }).fill('quiet harbour violin 52');
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.getByRole('heading', { name: 'Second step' }).waitFor();
    await picture(page, 'second-step');
    // The code that set it up counts once; the app shows the next one within half a minute.
    const next = await generate({ secret, epoch: Math.floor(Date.now() / 1000) + 30 });
    await page.getByLabel('Code of your authenticator app').fill(next);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('link', { name: 'Alerts' }).waitFor();
  }, 120_000);

  it('sends its first event with its first key', async () => {
    const { page } = owner;
    await page.goto(`${stack.url}/keys`);
    const key = await newKey(page, 'first machine');
    const { status, body } = await send(stack.url, key, [{ message: 'hello from the first machine' }], { source: 'first' });
    expect([status, body]).toMatchObject([202, { accepted: 1 }]);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await until('the source is listed', async () => {
      await page.goto(`${stack.url}/sources`);
      return page.getByRole('heading', { name: 'first' }).isVisible();
    });
    await page.goto(`${stack.url}/members`);
    await page.getByText(MATE).first().waitFor();
    expect([...owner.complaints, ...mate.complaints]).toEqual([]);
    console.log(`from the sign-up page to the first event: ${((performance.now() - began) / 1000).toFixed(1)} s of script`);
  }, 60_000);
});
