import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { useStack } from '../use-stack.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { noteErrors } from './page-actions.ts';

const ARTIFACTS = join(PROJECT_ROOT, 'artifacts');

if (chromiumPath === undefined) {
  console.warn('\nNo Chromium found: the browser tests are skipped. Install one, or set CHROMIUM_PATH.\n');
}

describe.skipIf(chromiumPath === undefined)('the channel in a browser', () => {
  const running = useStack({ pace: 'realistic', discordFaults: { unknownWebhookMs: 150 } });
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    mkdirSync(ARTIFACTS, { recursive: true });
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 860 }, locale: 'ko-KR' });
    noteErrors(page, errors);
    await page.goto(running.stack.urls.page ?? '');
    await page.getByTestId('composer-input').waitFor();
  });
  afterEach(async () => {
    await page.close();
    expect(errors.splice(0)).toEqual([]);
  });

  /** Uses a command; the locator is of its newest answer, however much of the channel's history is still arriving. */
  async function say(line: string): Promise<Locator> {
    await page.getByTestId('composer-input').fill(line);
    await page.keyboard.press('Enter');
    const answer = page
      .getByTestId('message')
      // The question stands above its answer, shortened.
      .filter({ hasText: line.replace(/^\/chat /, '').slice(0, 40) })
      .last();
    await answer.waitFor();
    return answer;
  }

  /** The text below the question. */
  async function answerIn(content: Locator): Promise<string> {
    const [quote] = await content.locator('blockquote').allTextContents();
    const whole = (await content.textContent()) ?? '';
    return quote === undefined ? whole : whole.replace(quote, '');
  }

  it('shows an answer that grows while it is written, and keeps all of it', async () => {
    const message = await say('/chat 1부터 40까지 세어줘');
    const content = message.getByTestId('message-content');
    const lengths = new Set<number>();
    await expect
      .poll(
        async () => {
          const text = (await content.count()) > 0 ? await answerIn(content) : '';
          lengths.add(text.length);
          return /\b40\b/.test(text) && (await message.getByTestId(/^button-stop/).count()) === 0;
        },
        { timeout: 40_000, interval: 50 },
      )
      .toBe(true);
    // Nothing, some of it, more of it, all of it: it was seen growing.
    expect(lengths.size).toBeGreaterThan(2);
    await page.screenshot({ path: join(ARTIFACTS, 'channel.png') });
  });

  it('answers /help at once, to the caller, in the chosen language', async () => {
    const korean = await say('/도움말');
    await expect.poll(() => korean.textContent()).toMatch(/[가-힣]/);
    await page.getByTestId('switch-locale-en-US').click();
    const english = await say('/help');
    await expect.poll(() => english.getByTestId('message-content').textContent()).toMatch(/Libra/);
    expect(await english.getByTestId('message-content').textContent()).not.toMatch(/[가-힣]{3}/);
  });

  it('stops an answer when its button is clicked, and keeps what was written', async () => {
    running.stack.standIns.openai?.setFaults({ slowTokens: { ms: 300 } });
    const message = await say('/chat 1부터 400까지 세어줘');
    await message.getByTestId('message-content').filter({ hasText: '1, 2' }).waitFor();
    await message.getByTestId(/^button-stop/).click();
    await expect.poll(() => message.getByTestId(/^button-stop/).count(), { interval: 50 }).toBe(0);
    running.stack.standIns.openai?.setFaults({});
    const text = await answerIn(message.getByTestId('message-content'));
    expect(text).toMatch(/\b1\b/);
    expect(text).not.toMatch(/\b400\b/);
  });

  it('keeps a long spoiler in its line, and shows it by the keyboard', async () => {
    const message = await say(`/chat 따라 해: 결말은 ||${'범인은 정원사였다. '.repeat(30).trim()}|| 끝`);
    const spoiler = message.getByTestId('message-content').getByRole('button', { name: '스포일러' });
    await expect
      .poll(() => spoiler.evaluate((element) => element.getClientRects().length), { timeout: 20_000 })
      .toBeGreaterThan(2);
    await expect.poll(() => message.getByTestId(/^button-stop/).count(), { timeout: 20_000 }).toBe(0);
    await spoiler.press(' ');
    await expect.poll(() => spoiler.count()).toBe(0);
  });

  it('can be used with the keyboard alone: completion, option, answer', async () => {
    const input = page.getByTestId('composer-input');
    await input.focus();
    await page.keyboard.type('/hel');
    await page.getByTestId('completion-list').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByTestId('message').last().textContent()).toMatch(/물어보기/);
  });

  it('takes what was missing where the caret stands after Enter came too early', async () => {
    await page.getByTestId('composer-input').focus();
    await page.keyboard.type('/cha');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('따라 해: 빈칸이 남았다');
    await page.keyboard.press('Enter');
    const answer = page.getByTestId('message').filter({ hasText: '빈칸이 남았다' }).last();
    await expect
      .poll(() => answer.getByTestId('message-content').textContent(), { timeout: 20_000 })
      .toMatch(/빈칸이 남았다/);
  });
});
