import { mkdirSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

export const pictures = path.resolve(__dirname, '../../../.vedette/e2e');

export async function openBrowser(): Promise<Browser> {
  mkdirSync(pictures, { recursive: true });
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath) throw new Error('no Chromium: install it (apt-get install chromium) or set CHROMIUM_PATH');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run'] });
}

/** A person's own browser: cookies and errors of the page are theirs. */
export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: string[];
}

export async function newPerson(browser: Browser): Promise<Person> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, colorScheme: 'dark' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  return { context, page, complaints };
}

export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target).join(' ')}`)).toEqual([]);
}

/** In both colour schemes, and looked at by axe in each. */
export async function picture(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(250);
    await page.screenshot({ path: path.join(pictures, `${name}-${colorScheme}.png`) });
    await expectAccessible(page);
  }
}

/** A link of the newest letters, read in the development mailbox as a person would. */
export async function linkFromMailbox({ context }: Person, url: string, place: string): Promise<string> {
  const mailbox = await context.newPage();
  try {
    for (let attempt = 0; attempt < 50; attempt++) {
      await mailbox.goto(`${url}/mailbox`);
      const link = (await mailbox.locator('body').innerText()).match(new RegExp(`https?://\\S+/${place}#\\S+`))?.[0];
      if (link) return link;
      await mailbox.waitForTimeout(100);
    }
  } finally {
    await mailbox.close();
  }
  throw new Error(`no letter with a link to /${place}`);
}

/** An authenticator of this browser that answers for its user, as a phone or a security key would. */
export async function addAuthenticator({ context, page }: Person): Promise<void> {
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
}

/** The secret that the keys page shows once. */
export async function newKey(page: Page, name: string): Promise<string> {
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create key' }).click();
  const shown = page.getByRole('region', { name: 'Copy your key now' });
  return (await shown.locator('code').first().innerText()).trim();
}
