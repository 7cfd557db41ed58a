/** The page's surfaces beyond a typed command, before a bot that registers what the tests need. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHANNEL, type Json, startScene, type TestScene, USER } from '../../dev/discord/fake-bot.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { axeFindings, giveFile, noteErrors } from './page-actions.ts';
import { SURFACE_COMMANDS, SURFACE_MODAL, SURFACE_PANEL } from './surface-commands.ts';

describe.skipIf(chromiumPath === undefined)('the page', () => {
  let scene: TestScene;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    // One for all of them: each scene is another origin, and to load a page into a new process takes longer than a test.
    page = await browser.newPage({ viewport: { width: 1280, height: 860 }, locale: 'ko-KR' });
    noteErrors(page, errors);
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    scene = await startScene({ commands: SURFACE_COMMANDS });
    await page.goto(scene.discord.url);
    await page.getByTestId('composer-input').waitFor();
  });
  afterEach(async () => {
    await page.goto('about:blank');
    await scene.close();
    expect(errors.splice(0)).toEqual([]);
  });

  const payload = () => scene.bot.received.at(-1)?.payload;

  async function post(content: string): Promise<Json> {
    const response = await scene.dev('POST', '/messages', {
      userId: USER.robin,
      channelId: CHANNEL.korean,
      content,
    });
    const message: Json = await response.json();
    await page.getByTestId('message').filter({ hasText: content }).waitFor();
    return message;
  }

  describe('the menu of a message', () => {
    it('opens by the right button, in the language of the page', async () => {
      const message = await post('Good evening');
      await page.getByTestId('message').click({ button: 'right' });
      await page.getByRole('menuitem', { name: '이 메시지 번역' }).waitFor();
      await page.keyboard.press('Escape');
      expect(await page.getByRole('menu').count()).toBe(0);

      await page.getByTestId('switch-locale-en-US').click();
      await page.getByTestId('message').click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Translate this' }).click();
      await expect.poll(() => payload()?.data.target_id).toBe(message.id);
      expect(await page.getByRole('menu').count()).toBe(0);
    });

    it('opens by its button and by the keyboard, and gives the focus back', async () => {
      await post('Good evening');
      const more = page.getByTestId('message-more');
      await more.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menu').waitFor();
      expect(await page.locator(':focus').textContent()).toBe('이 메시지 번역');
      await page.keyboard.press('ArrowDown');
      expect(await page.locator(':focus').textContent()).toBe('메모');
      await page.keyboard.press('Escape');
      expect(await page.locator(':focus').getAttribute('data-testid')).toBe('message-more');
      for (const keys of ['Shift+F10', 'ContextMenu']) {
        await page.keyboard.press(keys);
        await page.getByRole('menu').waitFor();
        await page.keyboard.press('Escape');
      }
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menu').waitFor();
      await page.keyboard.press('Enter');
      await expect.poll(() => payload()?.data.name).toBe('Translate this');
    });
  });

  it('lets a person remove the app in the menu of their own name, and says whether the app has been told', async () => {
    await post('Hello');
    await page.getByTestId(`user-${USER.robin}`).click();
    await page.getByRole('menu').waitFor();
    expect(await page.getByTestId('menu-remove-app').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByTestId('switch-user').selectOption(USER.robin);
    await page.getByTestId(`user-${USER.robin}`).click();
    await page.getByTestId('menu-remove-app').click();
    await page.getByTestId('removal').filter({ hasText: '앱이 받지 못했어요' }).waitFor();
    await scene.discord.setEventsEndpoint(scene.bot.eventsUrl);
    await page.getByTestId(`user-${USER.robin}`).click();
    await page.getByTestId('menu-remove-app').click();
    await page.getByTestId('removal').filter({ hasText: '앱에 알렸어요' }).waitFor();
    expect(payload()).toMatchObject({ event: { data: { user: { id: USER.robin } } } });
  });

  it('opens the menu of a person from the name', async () => {
    await post('Good evening');
    await page.getByTestId(`user-${USER.robin}`).click();
    await page.getByRole('menuitem', { name: '누구인가요' }).click();
    await expect.poll(() => payload()?.data).toMatchObject({ type: 2, target_id: USER.robin });
  });

  describe('a modal', () => {
    async function open(): Promise<void> {
      scene.bot.answer = ({ payload: { type } }) =>
        type === 2 ? { type: 9, data: SURFACE_MODAL } : { type: 4, data: { content: '잘 받았습니다' } };
      await page.getByTestId('composer-input').fill('/양식');
      await page.keyboard.press('Enter');
      await page.getByTestId('modal').waitFor();
    }

    it('takes what is typed from the first moment', async () => {
      // As it is when the form has just been shown, before the next frame.
      const atOnce = page.evaluate(`new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          if (document.querySelector('dialog[open]') === null) return;
          observer.disconnect();
          resolve(document.querySelector('.modal-fields :focus') !== null);
        });
        observer.observe(document.body, { childList: true, subtree: true });
      })`);
      await open();
      expect(await atOnce).toBe(true);
    });

    it('holds the focus, and sends nothing when Escape closes it', async () => {
      await open();
      await page.locator('[data-testid="field-text"]:focus').waitFor();
      for (let presses = 0; presses < 14; presses += 1) {
        await page.keyboard.press('Tab');
        expect(await page.locator('body > :focus, main :focus, .rail :focus').count()).toBe(0);
      }
      await page.keyboard.press('Escape');
      await expect.poll(() => page.getByTestId('modal').count()).toBe(0);
      await page.locator('[data-testid="composer-input"]:focus').waitFor();
      expect(scene.bot.received).toHaveLength(1);
    });

    it('says what is missing, and sends what was filled in', async () => {
      await open();
      await page.getByTestId('modal-submit').click();
      await expect.poll(() => page.getByTestId('problem-text').textContent()).toBe('필수 항목이에요.');
      await page.getByTestId('field-text').fill('더 빠르게');
      await page.getByLabel('모델').selectOption('b');
      await page.getByLabel('역할').selectOption({ label: '@별지기' });
      // What is sent before a file is there waits for it.
      const asked = Promise.withResolvers<void>();
      await page.route('**/dev/uploads*', async (route) => {
        await asked.promise;
        await route.continue();
      });
      await page.getByTestId('field-file').setInputFiles({
        name: '별.png',
        mimeType: 'image/png',
        buffer: Buffer.from('not looked at'),
      });
      await page.getByTestId('modal-submit').click();
      await page.locator('[data-testid="modal-submit"][aria-busy="true"]').waitFor();
      asked.resolve();
      await page.getByTestId('message').filter({ hasText: '잘 받았습니다' }).waitFor();
      await page.unroute('**/dev/uploads*');
      expect(await page.getByTestId('modal').count()).toBe(0);
      const { components, resolved } = payload().data;
      expect(components.map(({ component }: Json) => component?.value ?? component?.values)).toEqual([
        undefined,
        '더 빠르게',
        ['b'],
        ['1300000000000000402'],
        [expect.stringMatching(/^\d+$/)],
      ]);
      expect(Object.values(resolved.attachments)).toMatchObject([
        { filename: '별.png', content_type: 'image/png' },
      ]);
    });

    it('stays open when it failed', async () => {
      await open();
      scene.bot.answer = () => ({ type: 9, data: SURFACE_MODAL });
      await page.getByTestId('field-text').fill('더 빠르게');
      await page.getByLabel('모델').selectOption('b');
      await page.getByTestId('modal-submit').click();
      await page.getByTestId('modal-error').waitFor();
      expect(await page.getByTestId('field-text').inputValue()).toBe('더 빠르게');
    });
  });

  describe('a file for a command', () => {
    const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000280000001e0', 'hex');

    it('is chosen in the dialog, shown, and sent with the command', async () => {
      await page.getByTestId('composer-input').fill('/질문 이게 뭐야');
      const chooser = page.waitForEvent('filechooser');
      await page.getByTestId('attach-file').click();
      await (await chooser).setFiles({ name: '별.png', mimeType: 'image/png', buffer: PNG });
      await page.getByTestId('attached-file').filter({ hasText: '640 × 480' }).waitFor();
      await page.getByTestId('composer-input').press('Enter');
      await expect
        .poll(() => Object.values(payload()?.data.resolved?.attachments ?? {}))
        .toMatchObject([{ filename: '별.png', width: 640 }]);
      expect(await page.getByTestId('attached-file').count()).toBe(0);
    });

    it('is dropped or pasted anywhere, which begins the command that takes it', async () => {
      for (const by of ['drop', 'paste'] as const) {
        await giveFile(page, by, 'a.txt', 'hello');
        await page.getByTestId('attached-file').filter({ hasText: 'a.txt' }).waitFor();
        expect(await page.getByTestId('composer-input').inputValue()).toBe('/질문 ');
        await page.getByRole('button', { name: 'a.txt 빼기' }).click();
        await page.getByTestId('composer-input').fill('');
      }
    });
  });

  it('offers the bot’s choices while an option is typed, and sends the value of the chosen one', async () => {
    scene.bot.answer = ({ payload: { type, data } }) =>
      type === 4
        ? { type: 8, data: { choices: [{ name: `큰 모델 ${data.options[0].value}`, value: 'gpt-x' }] } }
        : { type: 4, data: { content: '바꿨습니다' } };
    await page.getByTestId('composer-input').focus();
    await page.keyboard.type('/모델 크');
    await page.getByRole('option', { name: '큰 모델 크' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.getByTestId('composer-input').inputValue()).toBe('/모델 큰 모델 크 ');
    await page.keyboard.press('Enter');
    await page.getByTestId('message').filter({ hasText: '바꿨습니다' }).waitFor();
    expect(payload().data.options).toEqual([{ name: 'name', type: 3, value: 'gpt-x' }]);
  });

  it('takes what is typed without focus into the composer', async () => {
    await page.locator('.message-scroller').focus();
    await page.keyboard.type('hi');
    expect(await page.getByTestId('composer-input').inputValue()).toBe('hi');
  });

  it('draws a layout, and sends what is chosen in it', async () => {
    scene.bot.answer = ({ payload: { type } }) =>
      type === 2
        ? { type: 4, data: { flags: 1 << 15, components: [SURFACE_PANEL] } }
        : { type: 7, data: { components: [{ type: 10, content: '바꿨습니다' }] } };
    await page.getByTestId('composer-input').fill('/패널');
    await page.keyboard.press('Enter');
    const panel = page.getByTestId('message').filter({ hasText: '설정' });
    await panel.getByRole('heading', { name: '설정' }).waitFor();
    // By keyboard: the first arrow opens the list, and nothing is sent on the way.
    await panel.getByLabel('말투').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await expect.poll(() => payload()?.data).toMatchObject({ custom_id: 'tone', values: ['short'] });
    await page.getByTestId('message').filter({ hasText: '바꿨습니다' }).waitFor();
    expect(scene.bot.received).toHaveLength(2);
  });

  it('takes a vote in a poll with a mouse and by keyboard, and gives it back', async () => {
    scene.bot.answer = () => ({
      type: 4,
      data: {
        poll: {
          question: { text: '점심은?' },
          answers: [{ poll_media: { text: '김밥' } }, { poll_media: { text: '라면' } }],
        },
      },
    });
    await page.getByTestId('composer-input').fill('/패널');
    await page.keyboard.press('Enter');
    const poll = page.getByTestId('poll');
    const act = poll.getByTestId('poll-act');
    await poll.getByText('라면').click();
    await act.click();
    await poll.getByText('1표 · 100%').waitFor();
    expect(await poll.getByRole('listitem').filter({ hasText: '라면' }).getByLabel('내 투표').count()).toBe(
      1,
    );
    expect(await axeFindings(page)).toEqual([]);

    // The button keeps the focus as it becomes another.
    await page.keyboard.press('Enter');
    await poll.getByRole('radio', { name: '김밥' }).waitFor();
    expect(await poll.getByTestId('poll-foot').textContent()).toMatch(/^0표/);
    expect(await page.locator(':focus').getAttribute('data-testid')).toBe('poll-act');
    await poll.getByRole('radio', { name: '김밥' }).press('Space');
    await act.press('Enter');
    await poll.getByRole('listitem').filter({ hasText: '김밥' }).getByText('1표 · 100%').waitFor();
  });

  it('begins in the language of the visitor: person, server, and the language of each message', async () => {
    expect(await page.getByTestId('switch-user').inputValue()).toBe(USER.haneul);
    expect(page.url()).toContain(CHANNEL.korean);
    await post('Good evening');
    expect(await page.getByTestId('message-content').locator('[lang]').getAttribute('lang')).toBe('en');
    const visitor = await browser.newPage({ locale: 'en-US' });
    await visitor.goto(scene.discord.url);
    await visitor.getByTestId('composer-input').waitFor();
    expect(await visitor.getByTestId('switch-user').inputValue()).toBe(USER.robin);
    expect(visitor.url()).toContain(CHANNEL.english);
    await visitor.close();
  });

  it('shows a thread at its message and in the list as soon as it is started, and a preview of a link', async () => {
    const message = await post('see https://example.com/docs');
    await page.getByTestId('link-preview').filter({ hasText: 'example.com' }).waitFor();
    const path = `/channels/${CHANNEL.korean}/messages/${message.id}/threads`;
    expect((await scene.api('POST', path, { name: '별 이야기' })).status).toBe(201);
    await page.getByTestId('thread-link').click();
    expect(await page.getByTestId(`channel-${message.id}`).getAttribute('aria-current')).toBe('page');
    await scene.api('POST', `/channels/${message.id}/messages`, {
      content: '여기서 이어가요 https://example.com',
      flags: 4,
    });
    await page.getByTestId('message').filter({ hasText: '여기서 이어가요' }).waitFor();
    expect(await page.getByTestId('link-preview').count()).toBe(0);
  });
});
