/** The page in its main states: under axe-core, and measured for what axe-core does not look at. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANNEL, CHAT_COMMAND, startScene, USER } from '../../dev/discord/fake-bot.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { axeFindings, giveFile, smallTargets, wideLines } from './page-actions.ts';
import { SURFACE_COMMANDS, SURFACE_MODAL, SURFACE_PANEL } from './surface-commands.ts';

const ANSWER = {
  content: [
    '> 별은 왜 반짝이나요?',
    `# 별\n${'별빛은 흔들리는 공기를 지나면서 꺾여요. '.repeat(12)}`,
    '-# 작은 글 · [출처](https://example.com/stars) · <#1300000000000000302> · ||스포일러||',
    '```ts\nconst star = "반짝"; // 한 줄이 길어도 코드는 그대로 두고 옆으로 넘겨요, 줄을 바꾸지 않아요. 정말로 그래요. 아주 긴 줄이에요.\n```',
  ].join('\n'),
  embeds: [{ title: '별', description: '설명', fields: [{ name: '거리', value: '4.2광년', inline: true }] }],
  components: [
    {
      type: 1,
      components: [
        { type: 2, style: 1, label: '이어서', custom_id: 'a' },
        { type: 2, style: 2, label: '다시', custom_id: 'b' },
        { type: 2, style: 3, label: '좋아요', custom_id: 'c' },
        { type: 2, style: 4, label: '지우기', custom_id: 'd' },
        { type: 2, style: 5, label: '문서', url: 'https://example.com' },
      ],
    },
  ],
};

const WIDE: BrowserContextOptions = {
  viewport: { width: 1600, height: 900 },
  locale: 'ko-KR',
  colorScheme: 'light',
};
const NARROW: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  locale: 'en-US',
  colorScheme: 'dark',
  isMobile: true,
  hasTouch: true,
};

describe.skipIf(chromiumPath === undefined)('the page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  /** Takes the page through its states, and gives what the measures find in each, by state. */
  async function visit(
    options: BrowserContextOptions,
    measures: readonly ((page: Page) => Promise<string[]>)[],
  ): Promise<Record<string, string[]>> {
    const scene = await startScene({ commands: [CHAT_COMMAND, ...SURFACE_COMMANDS] });
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    const found: Record<string, string[]> = {};
    const look = async (state: string) => {
      for (const measure of measures) {
        const problems = await measure(page);
        if (problems.length > 0) found[state] = [...(found[state] ?? []), ...problems];
      }
    };
    const use = async (line: string, answer: object, shown: string) => {
      scene.bot.answer = () => answer;
      await page.getByTestId('composer-input').fill(line);
      await page.keyboard.press('Enter');
      await page.getByText(shown).last().waitFor();
    };
    const channelId = options.locale === 'ko-KR' ? CHANNEL.korean : CHANNEL.english;

    await page.goto(scene.discord.url);
    await page.locator('.example').first().waitFor();
    await look('start');
    await page.getByTestId('composer-input').fill('/');
    await page.getByTestId('completion-list').waitFor();
    await look('commands');

    await use('/chat 별', { type: 4, data: ANSWER }, '흔들리는');
    await look('answer with code and buttons');
    await use('/panel', { type: 4, data: { flags: 32_832, components: [SURFACE_PANEL] } }, '설정');
    await scene.dev('POST', '/messages', { userId: USER.robin, channelId, content: 'Hello everybody' });
    await page.getByTestId('message').filter({ hasText: 'Hello everybody' }).waitFor();
    await look('layout and message');

    await page.getByTestId('message-more').last().click();
    await page.getByRole('menu').waitFor();
    await look('menu of a message');
    await page.keyboard.press('Escape');

    await use('/form', { type: 9, data: SURFACE_MODAL }, '답변 고치기');
    await page.getByTestId('modal-submit').click();
    await page.getByTestId('problem-text').filter({ hasText: /./ }).waitFor();
    await look('modal');
    await page.keyboard.press('Escape');

    await giveFile(page, 'drop', 'stars.txt', 'hello');
    await page.getByTestId('attached-file').filter({ hasText: 'stars.txt' }).waitFor();
    await look('dropped file');
    await page.getByTestId('composer-input').fill('hello');
    await page.keyboard.press('Enter');
    await page.getByTestId('composer-hint').waitFor();
    await look('plain text');

    if (await page.getByTestId('open-rail').isVisible()) {
      await page.getByTestId('open-rail').click();
      await page.locator('.rail-close:focus').waitFor();
      await look('channels');
    }
    await context.close();
    await scene.close();
    return found;
  }

  it('has nothing that axe-core takes seriously, and no line too wide to read: wide, light, in Korean', async () => {
    expect(await visit(WIDE, [axeFindings, wideLines])).toEqual({});
  });

  it('has that neither at 390 px, dark, in English, where a finger hits all that is pressed', async () => {
    expect(await visit(NARROW, [axeFindings, wideLines, smallTargets])).toEqual({});
  });
});
