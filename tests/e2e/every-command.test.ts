/** Everything that Libra offers in Discord, used on the page with a mouse and with the keyboard alone, wide and narrow. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANNEL, USER } from '../../dev/discord/fake-bot.ts';
import { localise } from '../../dev/discord/page/command/localise.ts';
import { leavesOf } from '../../dev/discord/page/command/lookup.ts';
import { useStack } from '../use-stack.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { keyboard, mouse } from './hands.ts';

/** What they bring in a server; in a direct message, that they are for servers. */
const SETTINGS_ANSWER = /libra-settings\.json|설정 변경 기록|settings_(invalid|server_only)/;
const GUILD = '1300000000000000201';

/** Several: the more a channel shows, the more a page has to lay out for each press. */
const PLACES = [
  `${GUILD}/${CHANNEL.korean}`,
  `${GUILD}/1300000000000000302`,
  `${GUILD}/1300000000000000303`,
] as const;
const DIRECT = '@me/1300000000000000323';
const WIDE = { width: 1280, height: 860 };
const NARROW = { width: 390, height: 844 };

// A stack for each round: one person makes 60 requests in it, and 120 a minute is their limit. The window changes its width after
// each command, and what one round uses wide the other one uses narrow.
describe.skipIf(chromiumPath === undefined).each([
  {
    with: 'a mouse',
    handOf: mouse,
    widths: [WIDE, NARROW] as const,
  },
  {
    with: 'the keyboard alone',
    handOf: keyboard,
    widths: [NARROW, WIDE] as const,
  },
])('every command, with $with', ({ widths, handOf }) => {
  const running = useStack({
    readsDocuments: true,
    vars: { bff: { LLM_CALLS_PER_MIN: '200', LLM_GUILD_CALLS_PER_MIN: '400' } },
  });
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('works, wide and at 390 px', async () => {
    const context = await browser.newContext({ viewport: widths[0], locale: 'ko-KR' });
    // A busy machine is slow, and what is waited for comes.
    context.setDefaultTimeout(100_000);
    const page = await context.newPage();
    // A moderator, who may use all of them.
    await page.addInitScript(`localStorage.setItem('libra.page', '{"userId":"${USER.bora}"}')`);
    const goTo = async (place: string) => {
      await page.goto(`${running.stack.urls.page}#/channels/${place}`);
      await page.locator('.example').first().waitFor();
    };
    await goTo(PLACES[0]);
    const hand = handOf(page);
    const provider = running.stack.standIns.openai;
    const commands = running.stack.world.commands
      .filter(({ contexts }) => contexts?.includes(0) ?? true)
      .flatMap((command) => leavesOf(command));
    let answers = 0;
    const used = new Set<string>();

    /** The finished answer to a command, by its registered name, or to a button, by its label. */
    async function answerTo(name: string, text: RegExp): Promise<Locator> {
      used.add(name);
      const command = commands.find((candidate) => candidate.name === name);
      const title = command === undefined ? name : localise(name, command.name_localizations, 'ko');
      const message = page
        .getByTestId('message')
        .filter({
          has: page
            .locator('.used-command')
            .getByText(command?.type === 1 ? `/${title}` : title, { exact: true }),
        })
        .filter({ hasText: text })
        .last();
      await message.waitFor();
      await expect.poll(() => message.getByTestId(/^button-stop/).count()).toBe(0);
      answers += 1;
      await page.setViewportSize(widths[answers % 2 === 0 ? 0 : 1]);
      // Its event comes with the next frame, and closes a menu that was opened before.
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      return message;
    }
    async function use(name: string, text: RegExp, rest = ''): Promise<Locator> {
      await hand.write(name, rest);
      await hand.send();
      return answerTo(name, text);
    }

    await hand.press(page.locator('.example').first());
    await page.getByTestId('composer-input').and(page.locator(':focus')).waitFor();
    await hand.send();
    const greeting = await answerTo('chat', /안녕, 너는 누구야/);

    const good = greeting.getByTestId(/^button-good/);
    await hand.press(good);
    await expect.poll(() => good.getAttribute('class')).toContain('button-primary');

    for (const [command, title] of [
      ['Summarise', '요약'],
      ['Translate', '번역'],
      ['Explain code', '코드 설명'],
    ] as const) {
      await hand.choose(greeting, command);
      await answerTo(command, new RegExp(`${title} ·`));
    }
    await hand.choose(greeting, 'Remember this');
    await answerTo('Remember this', /본인이 자신에 대해 쓴 말만/);
    await hand.choose(greeting, 'Add to documents');
    await answerTo('Add to documents', /다 읽었어요/);
    await hand.choose(greeting, 'Transcribe');
    await answerTo('Transcribe', /들을 수 있는 녹음이 없어요/);
    await hand.choose(greeting, 'Ask Libra');
    await page.locator('[data-testid="modal"] :focus').waitFor();
    await page.keyboard.type('이게 무슨 뜻이야?');
    await hand.press(page.getByTestId('modal-submit'));
    await answerTo('Ask Libra', /이게 무슨 뜻이야/);

    for (const [action, label] of [
      ['continue', '이어서'],
      ['retry', '다시 시도'],
    ] as const) {
      // Slow enough that it is still being written when the hand has found the button.
      provider?.setFaults({ slowTokens: { ms: 500 } });
      await hand.write('chat', `1부터 60까지 세어줘 ${label}`);
      await hand.send();
      const counting = page
        .getByTestId('message')
        .filter({ hasText: `세어줘 ${label}` })
        .last();
      // What is stopped before its first word has nothing to be continued.
      await counting.getByTestId('message-content').filter({ hasText: '1, 2' }).waitFor();
      await hand.press(counting.getByTestId(/^button-stop/));
      const next = counting.getByTestId(new RegExp(`^button-${action}`));
      await next.waitFor();
      provider?.setFaults({});
      await hand.press(next);
      await answerTo(label, /./);
    }

    await goTo(PLACES[1]);
    const help = await use('help', /물어보기/);
    await hand.press(help.getByTestId('button-example.0'));
    await answerTo('오늘 저녁 메뉴 세 가지만 추천해 줘', /./);
    // What the servers behind the bot report may come too late on a busy machine.
    const status = await use('status', /정상: 봇/);
    await hand.press(status.getByRole('button', { name: '메시지 닫기' }));
    await expect.poll(() => status.count()).toBe(0);

    await hand.write('chat', '이 파일을 요약해 줘');
    await hand.attach('별.txt', '별은 스스로 빛을 낸다.');
    await page.getByTestId('attached-file').filter({ hasText: '별.txt' }).waitFor();
    await hand.send();
    await answerTo('chat', /별\.txt/);

    await hand.write('memory on');
    // Where it is to hold is offered, and may be left out.
    await page.keyboard.press('Escape');
    await hand.send();
    const consent = await answerTo('memory on', /적어 둘까요/);
    await hand.press(consent.getByRole('button', { name: '동의해요' }));
    await answerTo('memory on', /켰어요/);
    await use('chat', /기억해 둘게요/, '기억해 줘: 내 별명은 별지기야');
    const facts = await running.stack.standIns.neon?.query('SELECT id FROM memory_facts', []);
    const fact = String(facts?.[0]?.id);
    await hand.write('memory edit');
    await hand.take(fact);
    await hand.send();
    await answerTo('memory edit', /무엇을 고칠지/);
    await use('memory list', /별지기/);
    await use('memory export', /libra-memory\.json/);
    await hand.write('memory forget');
    await hand.take(fact);
    await hand.send();
    await answerTo('memory forget', /잊었어요/);
    await use('memory pause', /적지도, 참고하지도/);
    await hand.write('memory off');
    await page.keyboard.press('Escape');
    await hand.send();
    await answerTo('memory off', /쓰지 않을게요/);
    await hand.write('voice');
    await page.keyboard.press('Escape');
    await hand.send();
    await answerTo('voice', /음성으로 보내지 않고/);
    await use('history', /기억하는 것/);
    await use('reminders', /맞춰 둔 알림이 없어요/);
    await use('talk', /이야기해요/);
    const fill = async (text: string) => {
      await page.locator('[data-testid="modal"] :focus').waitFor();
      await page.keyboard.type(text);
      await hand.press(page.getByTestId('modal-submit'));
      await page.getByTestId('modal').waitFor({ state: 'detached' });
      // The focus goes back with the next frame.
      await page.evaluate(
        'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))',
      );
    };
    await goTo(PLACES[2]);
    await hand.write('ask');
    await hand.send();
    await fill('아주 긴 질문이에요');
    await answerTo('ask', /아주 긴 질문/);

    await use('model show', /고를 수 있는 모델/);
    await use('persona list', /언제나 쓸 수 있는/);
    for (const [command, choice, text] of [
      ['model use', 'gpt-4.1-nano', /이제부터/],
      ['model use', '기본', /따로 고른 모델이 없어요/],
      ['persona show', 'rubber-duck', /러버덕/],
      ['persona use', 'rubber-duck', /꽥/],
      ['persona use', '없음', /따로 고른 페르소나가 없어요/],
    ] as const) {
      await hand.write(command);
      await hand.take(choice);
      await hand.send();
      await answerTo(command, text);
    }
    await hand.write('persona add', '별지기');
    await hand.send();
    await fill('별 이야기를 한다.');
    await answerTo('persona add', /저장했어요/);
    await hand.write('persona edit');
    await hand.take('별지기');
    await hand.send();
    await fill('별 이야기만 한다.');
    await answerTo('persona edit', /저장했어요/);
    await hand.write('persona remove');
    await hand.take('별지기');
    await hand.send();
    await answerTo('persona remove', /지웠어요/);

    await use('tools', /calculator/);
    await hand.write('docs add');
    await hand.send();
    await page.getByTestId('field-files').setInputFiles({
      name: '별.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('별은 스스로 빛을 낸다.'),
    });
    await hand.press(page.getByTestId('modal-submit'));
    await page.getByTestId('modal').waitFor({ state: 'detached' });
    await answerTo('docs add', /다 읽었어요/);
    await use('docs list', /별\.txt/);
    const [document] = (await running.stack.standIns.neon?.query(
      'select id from documents order by created_at desc limit 1',
      [],
    )) ?? [{}];
    for (const [command, text] of [
      ['docs show', /별\.txt/],
      ['docs reindex', /다 읽었어요/],
      ['docs remove', /지웠어요/],
    ] as const) {
      await hand.write(command);
      await hand.take(String(document?.id));
      await hand.send();
      await answerTo(command, text);
    }
    await use('settings show', /언어/);
    const mine = await use('settings me', /시간대/);
    await hand.press(mine.getByRole('button', { name: '나', exact: true }));
    for (const subcommand of ['export', 'log']) await use(`settings ${subcommand}`, SETTINGS_ANSWER);
    await hand.write('settings import');
    await hand.attach('설정.json', 'not JSON');
    await page.getByTestId('attached-file').filter({ hasText: '설정.json' }).waitFor();
    await hand.send();
    await answerTo('settings import', SETTINGS_ANSWER);

    await use('privacy show', /저장된 내 정보/);
    await hand.write('privacy remember');
    await hand.take('false');
    await hand.send();
    await answerTo('privacy remember', /기억하지 않을게요/);
    await use('privacy export', /libra-data\.json/);
    const erasure = await use('privacy erase', /모두 지우기/);
    await hand.press(erasure.getByTestId(/^button-keep/));
    await expect.poll(() => page.getByTestId(/^button-(erase|keep)/).count()).toBe(0);
    await use('reset', /초기화했어요/);
    // As it was: who is not remembered has nothing to reset the next time.
    await hand.write('privacy remember');
    await hand.take('true');
    await hand.send();
    await answerTo('privacy remember', /기억할게요/);
    await use('mute', /조용히 있을게요/, '30초');
    await use('mute', /다시 답할 수 있어요/, '0');
    await use('moderation log', /기록이 없어요/);
    for (const [command, text] of [
      ['moderation block', /물어볼 수 없어요/],
      ['moderation unblock', /다시 물어볼 수 있어요/],
    ] as const) {
      await hand.write(command);
      await hand.take(USER.robin);
      await hand.send();
      await answerTo(command, text);
    }

    // In a direct message what is of servers says so.
    await goTo(DIRECT);
    for (const command of ['persona add', 'persona edit', 'persona remove']) {
      await hand.write(command, '별지기');
      await hand.send();
      await answerTo(command, /서버/);
    }
    await use('settings log', SETTINGS_ANSWER);
    await use('chat', /여기도/, '따라 해: 여기도');

    expect(commands.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
    await context.close();
  });
});
