/**
 * A live conversation from a microphone to the loudspeaker: a real Chromium, all Workers, and the engines that hear and
 * speak offline.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSpeechEngines, type SpeechEngines } from '../../dev/speech/engines.ts';
import { createPackageStore, PACKAGE_CACHE, packByNpm } from '../../dev/speech/fetch-package.ts';
import { resample } from '../../dev/speech/resample.ts';
import { wavHeader } from '../../dev/speech/wav.ts';
import { buildTalkPage } from '../../dev/stack/talk-page.ts';
import { MICROPHONE_HZ, SPEAKER_HZ, TALK_SOCKET } from '../../shared/contract/talk.ts';
import { fromPcm, toPcm } from '../../workers/voice/page/audio/frame.ts';
import { useStack } from '../use-stack.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { EAR_SCRIPT, MICROPHONE_SCRIPT } from './talk-ears.ts';

const QUESTION = 'What is the capital of France?';
const ANSWER = 'The capital of France is Paris. It lies on a large river.';
const STORY = 'Once upon a time there was a little house at the end of a long road. '.repeat(12).trim();
const KOREAN_QUESTION = '프랑스의 수도는 어디예요?';
const KOREAN_ANSWER = '프랑스의 수도는 파리예요.';
const CHAT = '/v1/chat/completions';
/** To hear and to answer takes a busy machine its time. */
const PATIENT = { timeout: 120_000 };

/** Chromium's fake microphone takes this rate. */
const FILE_HZ = 48_000;

const store = createPackageStore({ cacheDir: PACKAGE_CACHE, log: console.error, pack: packByNpm });
const real = createSpeechEngines(store);
/** What is understood whatever is said: no engine here understands Korean. */
let understood: string | null = null;
const engines: SpeechEngines = {
  ...real,
  async prepareTranscription() {
    const text = understood;
    if (text === null) return real.prepareTranscription();
    return { ok: true, value: async () => ({ ok: true, value: { text, avgLogprob: 0 } }) };
  },
};

describe.skipIf(chromiumPath === undefined)('a live conversation in a browser', () => {
  const running = useStack({
    speech: engines,
    vars: { bff: { LLM_CALLS_PER_MIN: '1000', ANSWER_CACHE_SEC: '0' } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'libra-talk-'));
  const microphoneFile = join(folder, 'question.wav');
  let browser: Browser;
  let question: Int16Array = new Int16Array();
  /** Why it cannot be tried here, if so. */
  let without: string | null = null;

  beforeAll(async () => {
    const [page, speech, hearing] = await Promise.all([
      buildTalkPage({ store }),
      real.synthesise(QUESTION, 'alloy', 1),
      real.prepareTranscription(),
    ]);
    without = page.withoutVoice ?? whyNot(speech) ?? whyNot(hearing);
    if (speech.ok && hearing.ok) {
      question = toPcm(speech.value);
      writeFileSync(microphoneFile, inSilence(speech.value));
      // Its first work loads the weights, for which a busy machine takes longer than a provider may.
      await hearing.value(resample(speech.value, SPEAKER_HZ, MICROPHONE_HZ));
    }
    browser = await launchChromium([
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${microphoneFile}%noloop`,
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const openai = () => {
    const { openai: standIn } = running.stack.standIns;
    if (standIn === null) throw new Error('these tests need the stand-in');
    return standIn;
  };

  /** Follows the link of `/talk`, and begins when all that listens is loaded. */
  async function talk(options: {
    locale: 'ko' | 'en-US';
    scripts: readonly string[];
    route?: (socket: WebSocketRoute) => void;
  }): Promise<Page> {
    const { stack } = running;
    const { interactionId } = await stack.invoke('talk', {}, { locale: options.locale });
    const { messages } = await stack.settled(interactionId);
    const link = /https?:\S+#[\w.-]+/.exec(messages[0]?.content ?? '')?.[0];
    if (link === undefined) throw new Error(`no link: ${JSON.stringify(messages)}`);
    const context = await browser.newContext({ permissions: ['microphone'] });
    const page = await context.newPage();
    for (const script of options.scripts) await page.addInitScript(script);
    if (options.route !== undefined) await page.routeWebSocket(`**${TALK_SOCKET}`, options.route);
    const loaded = page.waitForEvent('console', (message) => message.text().includes('finished loading VAD'));
    await page.goto(link);
    await loaded;
    await page.getByTestId('begin').click();
    await shows(page, 'listening');
    return page;
  }

  const shows = (page: Page, state: string) => page.locator(`[data-state="${state}"]`).waitFor();
  /** What has been said to its end, in order. */
  const lines = (page: Page, speaker: 'person' | 'libra') =>
    page.locator(`.line-${speaker}[data-final="true"] .line-text`).allTextContents();

  async function say(page: Page) {
    const base64 = Buffer.from(question.buffer, question.byteOffset, question.byteLength).toString('base64');
    await page.evaluate(`window.mouth.say(${JSON.stringify(base64)}, ${SPEAKER_HZ})`);
  }

  async function end(page: Page, { post = false } = {}) {
    await page.getByTestId('end').click();
    await page.getByTestId('post').setChecked(post);
    await page.getByTestId('end-now').click();
    await shows(page, 'ended');
    await page.context().close();
  }

  it('hears a question, answers it aloud, and what comes out of the loudspeaker is understood', async (test) => {
    if (without !== null) return test.skip(without);
    openai().setFaults({ script: { ...answering(ANSWER), path: CHAT } });
    const page = await talk({ locale: 'en-US', scripts: [EAR_SCRIPT] });
    await expect.poll(async () => (await lines(page, 'person')).join(' '), PATIENT).toContain('capital');
    await expect.poll(() => lines(page, 'libra'), PATIENT).toContain(ANSWER);
    await shows(page, 'listening');
    const heard = Buffer.from(await page.evaluate<string>('window.ear.recording()'), 'base64');
    const samples = withoutSilence(new Int16Array(heard.buffer, heard.byteOffset, heard.length / 2));
    const hearing = await real.prepareTranscription();
    if (!hearing.ok) throw new Error(hearing.why);
    const transcript = await hearing.value(resample(fromPcm(samples), SPEAKER_HZ, MICROPHONE_HZ));
    if (!transcript.ok) throw new Error(transcript.why);
    expect(missing(ANSWER, transcript.value.text).length).toBeLessThanOrEqual(3);
    await end(page);
  });

  it('stops where it is spoken over, remembers what was heard of it, and answers what was said', async (test) => {
    if (without !== null) return test.skip(without);
    openai().setFaults({ script: { ...answering(STORY), path: CHAT } });
    const page = await talk({ locale: 'en-US', scripts: [MICROPHONE_SCRIPT, EAR_SCRIPT] });
    await page.getByTestId('type').fill('Tell me a story.');
    await page.keyboard.press('Enter');
    await shows(page, 'speaking');
    // Some of it is heard before.
    await expect
      .poll(() =>
        page.evaluate<boolean>('window.ear.heard.some((piece) => piece.some((sample) => sample > 1000))'),
      )
      .toBe(true);
    openai().setFaults({ script: { ...answering(ANSWER), path: CHAT } });
    await say(page);
    await expect.poll(() => lines(page, 'libra'), PATIENT).toContain(ANSWER);
    const asked = openai()
      .requests()
      .filter(({ path }) => path === CHAT)
      .at(-1)?.body as { messages: { role: string; content: string }[] };
    const told = asked.messages.filter(({ role }) => role === 'assistant').at(-1)?.content ?? '';
    expect(told.length).toBeLessThan(STORY.length);
    expect(STORY.startsWith(told.replace(/…$/, ''))).toBe(true);
    await end(page);
  });

  it('loses no word with a connection that is lost while the person speaks', async (test) => {
    if (without !== null) return test.skip(without);
    openai().setFaults({ script: { ...answering(ANSWER), path: CHAT } });
    let connections = 0;
    const page = await talk({
      locale: 'en-US',
      scripts: [MICROPHONE_SCRIPT],
      route(socket) {
        connections += 1;
        const server = socket.connectToServer();
        const isFirst = connections === 1;
        socket.onMessage((message) => {
          server.send(message);
          // In the middle of what is being said.
          if (!isFirst || typeof message === 'string') return;
          void socket.close({ code: 1011 });
          void server.close();
        });
      },
    });
    await say(page);
    await expect.poll(async () => (await lines(page, 'person')).join(' '), PATIENT).toContain('capital');
    await expect.poll(() => lines(page, 'libra'), PATIENT).toContain(ANSWER);
    expect(connections).toBe(2);
    await end(page);
  });

  it('talks in Korean, and posts the transcript where that is ticked', async (test) => {
    if (without !== null) return test.skip(without);
    understood = KOREAN_QUESTION;
    openai().setFaults({ script: { ...answering(KOREAN_ANSWER), path: CHAT } });
    const page = await talk({ locale: 'ko', scripts: [MICROPHONE_SCRIPT] });
    expect(await page.getByTestId('state').textContent()).toBe('듣고 있어요');
    await say(page);
    await expect
      .poll(async () => (await lines(page, 'person')).join(' '), PATIENT)
      .toContain(KOREAN_QUESTION);
    await expect.poll(() => lines(page, 'libra'), PATIENT).toContain(KOREAN_ANSWER);
    await end(page, { post: true });
    expect(await running.stack.logged(({ event }) => event === 'talk.transcript')).toMatchObject({
      isPosted: true,
    });
  });
});

function whyNot(outcome: { ok: true } | { ok: false; why: string }): string | null {
  return outcome.ok ? null : outcome.why;
}

/** A stream that says exactly this. */
function answering(text: string) {
  const chunk = (delta: object, finish: string | null) => ({
    data: {
      id: 'chatcmpl-talk',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'gpt-4o-mini',
      choices: [{ index: 0, delta, finish_reason: finish }],
    },
  });
  const words = text.split(/(?<= )/).map((word) => chunk({ content: word }, null));
  return { steps: [chunk({ role: 'assistant' }, null), ...words, chunk({}, 'stop'), { data: '[DONE]' }] };
}

/** Two seconds before it, in which the page begins to listen, and three behind it. */
function inSilence(speech: Float32Array): Buffer {
  const samples = resample(speech, SPEAKER_HZ, FILE_HZ);
  const all = new Int16Array(samples.length + 5 * FILE_HZ);
  all.set(toPcm(samples), 2 * FILE_HZ);
  return Buffer.concat([wavHeader(FILE_HZ, all.byteLength), Buffer.from(all.buffer)]);
}

/** From the first sound to the last, and half a second around it. */
function withoutSilence(samples: Int16Array): Int16Array {
  const isLoud = (sample: number) => Math.abs(sample) > 300;
  const around = SPEAKER_HZ / 2;
  return samples.slice(
    Math.max(0, samples.findIndex(isLoud) - around),
    samples.findLastIndex(isLoud) + around,
  );
}

/** Words of what was said that were not understood. */
function missing(said: string, understoodText: string): string[] {
  const words = (text: string) => text.toLowerCase().match(/[a-z]+/g) ?? [];
  const known = new Set(words(understoodText));
  return words(said).filter((word) => !known.has(word));
}
