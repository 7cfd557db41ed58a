/** A person in a real Chromium whose microphone says a question, and the engines that hear and speak offline. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { createSpeechEngines, type Outcome } from '../../dev/speech/engines.ts';
import { npmPackages } from '../../dev/speech/fetch-package.ts';
import { resample } from '../../dev/speech/resample.ts';
import { wavHeader } from '../../dev/speech/wav.ts';
import { buildTalkPage } from '../../dev/stack/talk-page.ts';
import { MICROPHONE_HZ, SPEAKER_HZ, TALK_SOCKET } from '../../shared/contract/talk.ts';
import { fromPcm, toPcm } from '../../workers/voice/page/audio/frame.ts';
import type { TestStack } from '../use-stack.ts';
import { launchChromium } from './chromium.ts';

export const QUESTION = 'What is the capital of France?';
/** To hear and to answer takes a busy machine its time. */
export const PATIENT = { timeout: 120_000 };

/** Chromium's fake microphone takes this rate. */
const FILE_HZ = 48_000;

export const realEngines = createSpeechEngines(npmPackages);

export interface TalkOptions {
  locale: 'ko' | 'en-US';
  /** Run in the page before its own. */
  scripts: readonly string[];
  route?: (socket: WebSocketRoute) => void;
}

/** Launched before the tests of its file. */
export function useTalkBrowser(running: { readonly stack: TestStack }) {
  const folder = mkdtempSync(join(tmpdir(), 'libra-talk-'));
  const microphoneFile = join(folder, 'question.wav');
  let browser: Browser;
  let question: Int16Array = new Int16Array();
  let without: string | null = null;

  beforeAll(async () => {
    const [page, speech, hearing] = await Promise.all([
      buildTalkPage(),
      realEngines.synthesise(QUESTION, 'alloy', 1),
      realEngines.prepareTranscription(),
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

  return {
    /** Why it cannot be tried here, if so. */
    without: () => without,

    /** Follows the link of `/talk`, and begins when all that listens is loaded. */
    async talk({ locale, scripts, route }: TalkOptions): Promise<Page> {
      const { stack } = running;
      const { interactionId } = await stack.invoke('talk', {}, { locale });
      const { messages } = await stack.settled(interactionId);
      const link = /https?:\S+#[\w.-]+/.exec(messages[0]?.content ?? '')?.[0];
      if (link === undefined) throw new Error(`no link: ${JSON.stringify(messages)}`);
      const context = await browser.newContext({ permissions: ['microphone'] });
      const page = await context.newPage();
      for (const script of scripts) await page.addInitScript(script);
      if (route !== undefined) await page.routeWebSocket(`**${TALK_SOCKET}`, route);
      const loaded = page.waitForEvent('console', (message) =>
        message.text().includes('finished loading VAD'),
      );
      await page.goto(link);
      await loaded;
      await page.getByTestId('begin').click();
      await shows(page, 'listening');
      return page;
    },

    /** With `MICROPHONE_SCRIPT`: says the question. */
    async say(page: Page): Promise<void> {
      const base64 = Buffer.from(question.buffer, question.byteOffset, question.byteLength).toString(
        'base64',
      );
      await page.evaluate(`window.mouth.say(${JSON.stringify(base64)}, ${SPEAKER_HZ})`);
    },

    /** What came out of the loudspeaker, as an engine understands it, and the words of `said` that are not in it. */
    async missingOf(page: Page, said: string): Promise<string[]> {
      const heard = Buffer.from(await page.evaluate<string>('window.ear.recording()'), 'base64');
      const samples = withoutSilence(new Int16Array(heard.buffer, heard.byteOffset, heard.length / 2));
      const hearing = await realEngines.prepareTranscription();
      if (!hearing.ok) throw new Error(hearing.why);
      const transcript = await hearing.value(resample(fromPcm(samples), SPEAKER_HZ, MICROPHONE_HZ));
      if (!transcript.ok) throw new Error(transcript.why);
      const words = (text: string) => text.toLowerCase().match(/[a-z]+/g) ?? [];
      const known = new Set(words(transcript.value.text));
      return words(said).filter((word) => !known.has(word));
    },
  };
}

export const shows = (page: Page, state: string) => page.locator(`[data-state="${state}"]`).waitFor();

/** What has been said to its end, in order. */
export const lines = (page: Page, speaker: 'person' | 'libra') =>
  page.locator(`.line-${speaker}[data-final="true"] .line-text`).allTextContents();

/** With `EAR_SCRIPT`: something can be heard. */
export const isHeard = (page: Page) =>
  page.evaluate<boolean>('window.ear.heard.some((piece) => piece.some((sample) => sample > 1000))');

export async function end(page: Page, { post = false } = {}): Promise<void> {
  await page.getByTestId('end').click();
  await page.getByTestId('post').setChecked(post);
  await page.getByTestId('end-now').click();
  await shows(page, 'ended');
  await page.context().close();
}

function whyNot(outcome: Outcome<unknown>): string | null {
  return outcome.ok ? null : outcome.why;
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
