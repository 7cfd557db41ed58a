/** The console in a real browser: every page in both languages and themes, wide and narrow, by keyboard. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TABS } from '../../workers/console/locale/texts.ts';
import { seedLedger } from '../console.ts';
import { useStack } from '../use-stack.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { axeFindings, smallTargets } from './page-actions.ts';

const LOOKS: [name: string, options: BrowserContextOptions][] = [
  [
    'wide, light, in Korean',
    { viewport: { width: 1280, height: 900 }, locale: 'ko-KR', colorScheme: 'light' },
  ],
  [
    'narrow, dark, in English',
    {
      ...{ viewport: { width: 390, height: 844 }, locale: 'en-US', colorScheme: 'dark' },
      ...{ isMobile: true, hasTouch: true },
    },
  ],
];

describe.skipIf(chromiumPath === undefined)('the console in a browser', () => {
  const use = useStack({ console: true });
  let browser: Browser;
  beforeAll(async () => {
    const { neon } = use.stack.standIns;
    await seedLedger({
      query: (text, params) => neon?.query(text, params) ?? Promise.reject(new Error('no database')),
    });
    await neon?.query(
      `UPDATE usage_events SET model = 'organisation/of-a-model-with-a-long-name-instruct-2026-11' WHERE id IN
        (SELECT id FROM usage_events ORDER BY created_at DESC LIMIT 3)`,
      [],
    );
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  async function signIn(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    await page.goto(`${use.stack.urls.console}/console`);
    await page.locator('input[name=key]:focus').fill(use.stack.keys.operatorKey);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/console/now');
    return page;
  }

  /** With lines in it. Gives the address of one request. The page grows for minutes, so nothing waits for its end. */
  async function openLiveLog(page: Page): Promise<string> {
    await page.goto(`${use.stack.urls.console}/console/log`, { waitUntil: 'commit' });
    await page.locator('ol.live').waitFor({ state: 'attached' });
    await use.stack.invoke('chat', { prompt: '3까지 세어 줘' });
    return (await page.locator('ol.live a').first().getAttribute('href')) ?? '';
  }

  it.each(LOOKS)('has nothing that axe-core takes seriously, small or too wide: %s', async (_, options) => {
    const page = await signIn(options);
    const found: Record<string, string[]> = {};
    for (const tab of TABS) {
      await page.goto(`${use.stack.urls.console}/console/${tab}`);
      for (const details of await page.locator('main details > summary').all()) await details.click();
      found[tab] = await problemsOf(page);
    }
    const trace = await openLiveLog(page);
    found.log = await problemsOf(page);
    await page.goto(`${use.stack.urls.console}${trace}`);
    found.trace = await problemsOf(page);
    for (const name of Object.keys(found)) if (found[name]?.length === 0) delete found[name];
    expect(found).toEqual({});
    await page.context().close();
  });

  it('is used by keyboard alone: skips to the content, changes the language, makes a key, signs out', async () => {
    const page = await signIn({ locale: 'en-US' });
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content');
    await page.goto(`${use.stack.urls.console}/console/keys`);
    await page.locator('.language').press('Enter');
    await page.getByRole('heading', { level: 1, name: '키' }).waitFor();
    await page.locator('main summary').first().press('Enter');
    await page.locator('form[action$="keys/create"] input[name=name]').fill('키보드');
    await page.keyboard.press('Enter');
    expect(await page.locator('.secret code').textContent()).toMatch(/^lb-[\w-]{49}$/);
    await page.locator('.account summary').press('Enter');
    await page.locator('form[action$="/logout"] button').press('Enter');
    await page.waitForURL('**/console/login');
    await page.goto(`${use.stack.urls.console}/console/now`);
    expect(new URL(page.url()).pathname).toBe('/console/login');
    await page.context().close();
  });

  it('keeps its cookie from scripts and runs none, whatever a name holds', async () => {
    const page = await signIn({ locale: 'en-US' });
    const cookies = await page.context().cookies();
    expect(cookies.find(({ name }) => name === 'libra-console')).toMatchObject({
      httpOnly: true,
      sameSite: 'Strict',
    });
    await use.stack.standIns.neon?.query(
      `UPDATE usage_events SET model = '<img src=x onerror="document.title=1">' WHERE model = 'gpt-4.1-nano'`,
      [],
    );
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await page.goto(`${use.stack.urls.console}/console/ledger`);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.title()).toBe('Ledger · Libra console');
    expect(refused).toEqual([]);
    await page.context().close();
  });
});

async function problemsOf(page: Page): Promise<string[]> {
  const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
  // On a narrow screen a table's rows are cards, of which nothing may lie outside.
  const isCut = await page.evaluate<boolean>(
    `innerWidth < 600 && [...document.querySelectorAll('.scroll')].some((card) => card.scrollWidth > card.clientWidth)`,
  );
  return [
    ...(await axeFindings(page)),
    ...(await smallTargets(page)),
    ...(isWide ? ['scrolls sideways'] : []),
    ...(isCut ? ['is cut off'] : []),
  ];
}
