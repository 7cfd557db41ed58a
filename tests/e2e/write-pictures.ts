/**
 * `npm run pictures`: takes the pictures of the README and of docs/commands.md anew, of a stack of its own, and writes that page.
 * Pictures of text in an element; the bounds of a file keep them small. `-- --only talk,Transcribe,README`: those alone, the others stay.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Locator, Page } from 'playwright-core';
import { CHANNEL, USER } from '../../dev/discord/fake-bot.ts';
import { leavesOf } from '../../dev/discord/page/command/lookup.ts';
import type { MessageView, RegisteredCommand, WorldState } from '../../dev/discord/protocol.ts';
import { readWorld, writeWorld } from '../../dev/discord/world-client.ts';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { type Stack, startStack } from '../../dev/stack/stack.ts';
import { attach } from '../attach.ts';
import { toneOf } from '../wav.ts';
import { launchChromium } from './chromium.ts';
import { keyboard } from './hands.ts';
import { FIRST_OFFERED, SHOTS, type Shot } from './picture-table.ts';
import { type Picture, renderCommandsPage } from './render-commands.ts';

const MAX_BYTES = 90_000;
const IMAGES = join(PROJECT_ROOT, 'docs', 'images');
/** By language: where the pictures are taken, and a channel beside it. */
const PLACES = {
  ko: { guild: '1300000000000000201', channel: CHANNEL.korean, other: '1300000000000000302' },
  en: { guild: '1300000000000000202', channel: CHANNEL.english, other: '1300000000000000312' },
};
const WIDE = { width: 1180, height: 760 };
const NARROW = { width: 390, height: 844 };
/** What is higher than the window is cut off in its picture. */
const TALL = 2_600;
const QUALITY = 0.6;

/** What is in the pictures of the memory. */
const REMEMBERED = { ko: '기억해 줘: 내 별명은 별지기야', en: 'Remember that my nickname is Stargazer' };

type Language = 'ko' | 'en';
interface View {
  language: Language;
  width: 'wide' | 'narrow';
}

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const only = values.only?.split(',');

const stack = await startStack({
  pace: 'instant',
  vars: {
    bff: { ANSWER_CACHE_SEC: '0' },
    bot: { FIRST_USE_NOTICE: 'off' },
  },
  onLog: () => {},
});
const browser = await launchChromium();
try {
  await takeAll(stack, browser);
} finally {
  await browser.close();
  await stack.close();
}

async function takeAll({ urls, standIns }: Stack, browser: Browser): Promise<void> {
  const world = await readWorld<WorldState>(`${urls.page}/dev/state`);
  const commands = world.commands.flatMap((command) => leavesOf(command));
  const unknown = commands.filter(({ name }) => SHOTS[name] === undefined).map(({ name }) => name);
  if (unknown.length > 0) throw new Error(`picture-table.ts has no line for: ${unknown.join(', ')}`);

  const inOrder = commands.toSorted((one, other) => rankOf(SHOTS[one.name]) - rankOf(SHOTS[other.name]));
  // Who is in the pictures has agreed to be remembered.
  await standIns.neon?.query(`INSERT INTO memory_choices (user_id, space, state) VALUES ($1, '*', 'on')`, [
    USER.bora,
  ]);
  const folder = join(IMAGES, 'commands');
  if (only === undefined) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pictures: Picture[] = [];
  for (const view of [
    { language: 'ko', width: 'wide' },
    { language: 'en', width: 'wide' },
    { language: 'ko', width: 'narrow' },
  ] satisfies View[]) {
    const { guild, channel, other } = PLACES[view.language];
    const page = await open(browser, view, `${urls.page}#/channels/${guild}/${other}`);
    // A database that is just waking up is not to be in the pictures.
    await use(page, 'chat', SHOTS.chat?.text?.[view.language] ?? '');
    await use(page, 'chat', REMEMBERED[view.language]);
    await page.goto(`${urls.page}#/channels/${guild}/${channel}`);
    await takeReadme(page, view);
    await page.setViewportSize({ width: (view.width === 'wide' ? WIDE : NARROW).width, height: TALL });
    for (const command of inOrder) {
      const shot = SHOTS[command.name] as Shot;
      if (!isWanted(shot, view)) continue;
      const suffix = `${view.language}${view.width === 'narrow' ? '.390' : ''}.webp`;
      const file = `${slugOf(command.name)}.${suffix}`;
      const pressed = shot.presses === undefined ? [] : [`${slugOf(command.name)}-${shot.presses}.${suffix}`];
      const files = [file, ...pressed];
      pictures.push({ command: command.name, file, ...view });
      for (const each of pressed)
        pictures.push({ command: command.name, file: each, button: shot.presses ?? '', ...view });
      if (
        only !== undefined &&
        !only.includes(command.name) &&
        files.every((each) => existsSync(join(folder, each)))
      )
        continue;
      await take(page, command, shot, view, join(folder, file));
      for (const each of pressed) await takePressed(page, shot.presses ?? '', join(folder, each));
      const { undo } = shot;
      if (undo !== undefined) await use(page, command.name, undo.text ?? '', { take: undo.take ?? [] });
      for (const each of files) console.log(`${each}  ${statSync(join(folder, each)).size} bytes`);
    }
    await page.context().close();
  }
  const large = pictures.filter(({ file }) => statSync(join(folder, file)).size > MAX_BYTES);
  if (large.length > 0) throw new Error(`larger than ${MAX_BYTES} bytes: ${large.map(({ file }) => file)}`);
  writeFileSync(join(PROJECT_ROOT, 'docs', 'commands.md'), renderCommandsPage(commands, pictures));
}

function rankOf({ isFirst, isLast }: Shot = {}): number {
  return Number(isLast === true) - Number(isFirst === true);
}

function isWanted({ also = [] }: Shot, { language, width }: View): boolean {
  if (width === 'narrow') return also.includes('narrow');
  return language === 'ko' || also.includes('en');
}

async function open(browser: Browser, { language, width }: View, address: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: width === 'wide' ? WIDE : NARROW,
    locale: language === 'ko' ? 'ko-KR' : 'en-US',
    colorScheme: 'light',
  });
  const page = await context.newPage();
  // A moderator, who may use all of them.
  await page.addInitScript(`localStorage.setItem('libra.page', '{"userId":"${USER.bora}"}')`);
  await page.goto(address);
  await page.getByTestId('composer-input').waitFor();
  return page;
}

/** The channel as a reader of the README sees it: a question, its answer, and the row under that. */
async function takeReadme(page: Page, { language, width }: View): Promise<void> {
  // Its answer is also what message commands are used on.
  const answer = await use(page, 'chat', SHOTS.chat?.text?.[language] ?? '');
  if (width === 'narrow' || (only !== undefined && !only.includes('README'))) return;
  await answer.getByTestId(/^button-regenerate/).waitFor();
  await calm(page);
  const name = language === 'ko' ? 'channel.ko.png' : 'channel.png';
  await page.screenshot({ path: join(IMAGES, name) });
}

async function take(
  page: Page,
  command: RegisteredCommand,
  shot: Shot,
  { language }: View,
  path: string,
): Promise<void> {
  const element =
    command.type === 1
      ? await use(page, command.name, shot.text?.[language] ?? '', shot)
      : shot.heard === undefined
        ? await useOnMessage(page, command.name, shot)
        : await useOnRecording(page, command.name, shot.heard[language], PLACES[language].channel);
  await calm(page);
  writeFileSync(path, await toWebp(page, await element.screenshot()));
  if (shot.opensForm !== true) return;
  const form = page.getByTestId('modal');
  if (shot.fill === undefined) {
    await page.keyboard.press('Escape');
  } else {
    await form.locator('textarea').first().fill(shot.fill);
    await form.getByTestId('modal-submit').click();
  }
  await form.waitFor({ state: 'detached' });
}

async function use(page: Page, command: string, text: string, shot: Shot = {}): Promise<Locator> {
  const hand = keyboard(page);
  const before = await answers(page).count();
  await page.getByTestId('composer-input').focus();
  await hand.write(command, text);
  for (const choice of shot.take ?? []) {
    await hand.take(choice === FIRST_OFFERED ? await firstOffered(page) : choice);
  }
  if (shot.file !== undefined) await hand.attach(shot.file.name, shot.file.text);
  // What is offered is put away: it would take the key.
  if (shot.takesNothing === true) await page.keyboard.press('Escape');
  await hand.send();
  return shown(page, before, shot);
}

async function firstOffered(page: Page): Promise<string> {
  const item = page.getByTestId(/^completion-item-/).first();
  await item.waitFor();
  return ((await item.getAttribute('data-testid')) ?? '').replace('completion-item-', '');
}

/** Somebody sends a voice message, and it is used on that. */
async function useOnRecording(
  page: Page,
  command: string,
  said: string,
  channelId: string,
): Promise<Locator> {
  const bytes = toneOf(4);
  stack.standIns.openai?.knowRecording(createHash('sha256').update(bytes).digest('hex'), said);
  const file = { filename: 'voice-message.wav', type: 'audio/wav', bytes };
  const upload = await attach({ urls: stack.urls, member: USER.bora }, file, USER.bora);
  const waveform = Buffer.from(Array.from({ length: 40 }, (_, at) => 60 + 60 * Math.sin(at))).toString(
    'base64',
  );
  const sent = { content: '', uploads: [upload], voice: { duration_secs: 4, waveform } };
  await writeWorld<MessageView>(`${stack.urls.page}/dev/messages`, { userId: USER.bora, channelId, ...sent });
  const before = await answers(page).count();
  const message = page
    .getByTestId('message')
    .filter({ has: page.getByTestId('voice-message') })
    .last();
  await message.getByTestId('message-more').click();
  await page.getByTestId(`menu-item-${command}`).click();
  return shown(page, before, {});
}

/** What the button of the first answer brings. */
async function takePressed(page: Page, button: string, path: string): Promise<void> {
  const before = await page.getByTestId('voice-message').count();
  await page
    .getByTestId(new RegExp(`^button-${button}`))
    .first()
    .click();
  const sound = page.getByTestId('voice-message').nth(before);
  await sound.waitFor();
  await calm(page);
  const message = page
    .getByTestId('message')
    .filter({ has: page.getByTestId('voice-message') })
    .last();
  writeFileSync(path, await toWebp(page, await message.screenshot()));
}

async function useOnMessage(page: Page, command: string, shot: Shot): Promise<Locator> {
  const before = await answers(page).count();
  const message = page
    .getByTestId('message')
    .filter({ has: page.getByTestId(/^button-regenerate/), hasText: 'most_common_words' })
    .first();
  await message.getByTestId('message-more').click();
  await page.getByTestId(`menu-item-${command}`).click();
  return shown(page, before, shot);
}

/** The form, or the finished answer below all that were there before. */
async function shown(page: Page, before: number, { opensForm }: Shot): Promise<Locator> {
  if (opensForm === true) {
    const form = page.getByTestId('modal');
    await form.waitFor();
    return form;
  }
  await answers(page).nth(before).waitFor();
  const message = answers(page).last();
  await message.locator('.thinking').waitFor({ state: 'detached' });
  await message.getByTestId(/^button-stop/).waitFor({ state: 'detached' });
  return message;
}

/** A third of the bytes of the PNG, by the browser's own encoder. */
async function toWebp(page: Page, png: Buffer): Promise<Buffer> {
  const encoded = await page.evaluate<string>(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png.toString('base64')}';
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', ${QUALITY});
  })()`);
  return Buffer.from(encoded.split(',')[1] ?? '', 'base64');
}

function answers(page: Page): Locator {
  return page.getByTestId('message').filter({ has: page.locator('.used-command') });
}

/** Nothing is pointed at, and what follows an edit has been drawn. */
async function calm(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate('document.fonts.ready');
  await page.evaluate('new Promise((drawn) => setTimeout(drawn, 600))');
}

function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}
