/** The talk page in a browser, against a voice Worker that the test plays. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSpeechEngines, type SpeechEngines } from '../../dev/speech/engines.ts';
import { npmPackages } from '../../dev/speech/fetch-package.ts';
import { buildTalkPage } from '../../dev/stack/talk-page.ts';
import { SPEAKER_HZ } from '../../shared/contract/talk.ts';
import { toPcm } from '../../workers/voice/page/audio/frame.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { axeFindings, smallTargets } from './page-actions.ts';
import { startTalkScene, type TalkScene, type TalkSceneOptions, toneOf } from './talk-scene.ts';

const WIDE: BrowserContextOptions = { viewport: { width: 1180, height: 800 }, colorScheme: 'light' };
const NARROW: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  colorScheme: 'dark',
  isMobile: true,
  hasTouch: true,
};

describe.skipIf(chromiumPath === undefined)('the talk page', () => {
  const dist = mkdtempSync(join(tmpdir(), 'libra-talk-page-'));
  let browser: Browser;
  let engines: SpeechEngines;
  /** Why nothing can be spoken here, if so: without the packages of the detection and the synthesis. */
  let mute: string | null = null;
  let question: Int16Array = new Int16Array();

  beforeAll(async () => {
    engines = createSpeechEngines(npmPackages);
    const [page, speech, launched] = await Promise.all([
      buildTalkPage({ outDir: dist }),
      engines.synthesise('What time is it in Paris right now?', 'alloy', 1),
      launchChromium(),
    ]);
    browser = launched;
    mute = page.withoutVoice ?? (speech.ok ? null : speech.why);
    if (speech.ok) question = toPcm(speech.value);
  });
  afterAll(async () => {
    await browser?.close();
    await engines?.close();
    rmSync(dist, { recursive: true, force: true });
  });

  async function visit<Result>(
    options: Omit<TalkSceneOptions, 'browser' | 'dist'>,
    use: (scene: TalkScene & { errors: string[] }) => Promise<Result>,
  ): Promise<Result> {
    const scene = await startTalkScene({ browser, dist, ...options });
    const errors: string[] = [];
    scene.page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    scene.page.on('pageerror', (error) => errors.push(error.message));
    try {
      return await use({ ...scene, errors });
    } finally {
      await scene.close();
    }
  }

  const shows = (page: Page, state: string) => page.locator(`[data-state="${state}"]`).waitFor();

  async function begin({ page }: TalkScene, state = 'listening') {
    await page.getByTestId('begin').click();
    await shows(page, state);
  }

  /** Into the microphone; resolves when it has been said. */
  async function say(page: Page, samples = question) {
    const base64 = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');
    await page.evaluate(`window.mouth.say(${JSON.stringify(base64)}, ${SPEAKER_HZ})`);
  }

  function loudest(samples: Int16Array): number {
    return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  }

  it('sends what is said, and nothing of the silence around it', async (test) => {
    if (mute !== null) return test.skip(mute);
    await visit({}, async ({ page, voice, errors, ...scene }) => {
      await begin({ page, voice, ...scene });
      await say(page);
      await expect.poll(() => voice.has('speech_end')).toBe(true);
      expect(voice.events.slice(0, 2)).toEqual([
        { type: 'hello', seen: 0 },
        { type: 'speech_start', utterance: 1 },
      ]);
      const end = voice.events.findLast((event) => event.type === 'speech_end');
      const heard = voice.audio.get(1) ?? new Int16Array();
      expect(end).toMatchObject({ samples: heard.length, held: false });
      expect(loudest(heard)).toBeGreaterThan(1_000);
      // Two words of a sentence may be two utterances; all of them are not longer than the sentence with its surroundings.
      const seconds = [...voice.audio.values()].reduce((sum, { length }) => sum + length / 16_000, 0);
      expect(seconds).toBeLessThan(question.length / SPEAKER_HZ + 2);
      expect(errors).toEqual([]);
    });
  });

  it('stops Libra where the person speaks, says how much was heard, and plays no more of it', async (test) => {
    if (mute !== null) return test.skip(mute);
    await visit({}, async (scene) => {
      const { page, voice } = scene;
      await begin(scene);
      voice.say({ type: 'state', state: 'speaking' });
      voice.speak(1, toneOf(60));
      await shows(page, 'speaking');
      await expect.poll(() => voice.has('played')).toBe(true);
      await say(page);
      await expect.poll(() => voice.has('barge_in')).toBe(true);
      const barge = voice.events.find((event) => event.type === 'barge_in');
      expect(barge).toMatchObject({ turn: 1 });
      expect(barge?.type === 'barge_in' && barge.ms > 500 && barge.ms < 60_000).toBe(true);
      voice.speak(1, toneOf(1));
      voice.speak(2, toneOf(1));
      await expect
        .poll(() => voice.events.findLast((event) => event.type === 'played'))
        .toEqual({ type: 'played', turn: 2, ms: 1_000, ended: true });
      const ended = voice.events.filter((event) => event.type === 'played' && event.ended);
      expect(ended.length).toBe(1);
    });
  });

  it('loses nothing of what is said while the connection is lost', async (test) => {
    if (mute !== null) return test.skip(mute);
    await visit({}, async (scene) => {
      const { page, voice } = scene;
      await begin(scene);
      voice.loseNextAudio();
      await say(page);
      await shows(page, 'reconnecting');
      expect(voice.audio.size).toBe(0);
      voice.setReachable(true);
      await expect.poll(() => voice.has('speech_end')).toBe(true);
      const end = voice.events.find((event) => event.type === 'speech_end');
      const heard = voice.audio.get(1) ?? new Int16Array();
      expect(end).toMatchObject({ utterance: 1, samples: heard.length });
      // From its beginning: each tenth of a second holds something that was said or the noise between.
      expect(loudest(heard.subarray(0, 16_000))).toBeGreaterThan(1_000);
      expect(voice.connections).toBe(2);
    });
  });

  it('plays on what has arrived while the connection is lost, and each sample once', async () => {
    await visit({}, async (scene) => {
      const { page, voice } = scene;
      await begin(scene);
      voice.speak(1, toneOf(2));
      await shows(page, 'speaking');
      voice.drop();
      await expect
        .poll(() => voice.events.filter((event) => event.type === 'hello').at(1))
        .toMatchObject({ audio: { turn: 1, samples: 2 * SPEAKER_HZ } });
      await expect
        .poll(() => voice.events.find((event) => event.type === 'played' && event.ended))
        .toMatchObject({ turn: 1, ms: 2_000 });
    });
  });

  it('talks while the space bar or the button is held, and mutes by M', async (test) => {
    if (mute !== null) return test.skip(mute);
    await visit({}, async (scene) => {
      const { page, voice } = scene;
      await begin(scene);
      await page.getByTestId('mode').click();
      await page.locator('main').click({ position: { x: 5, y: 5 } });
      await say(page);
      expect(voice.has('speech_start')).toBe(false);
      await page.keyboard.down('Space');
      await shows(page, 'hearing');
      await say(page);
      await page.keyboard.up('Space');
      await expect
        .poll(() => voice.events.at(-1))
        .toMatchObject({ type: 'speech_end', utterance: 1, held: true });
      await page.getByTestId('hold').hover();
      await page.mouse.down();
      await shows(page, 'hearing');
      await say(page);
      await page.mouse.up();
      await expect
        .poll(() => voice.events.at(-1))
        .toMatchObject({ type: 'speech_end', utterance: 2, held: true });
      await page.locator('main').click({ position: { x: 5, y: 5 } });
      await page.keyboard.down('m');
      await shows(page, 'muted');
      // It is held a moment longer, and repeats.
      await page.keyboard.down('m');
      await page.keyboard.up('m');
      await shows(page, 'muted');
      expect(await page.evaluate('window.mouth.tracks[0].enabled')).toBe(false);
      voice.say({ type: 'state', state: 'speaking' });
      await shows(page, 'speaking');
      expect(await page.getByTestId('hint').textContent()).toContain('until you unmute');
    });
  });

  it('takes typed questions where the microphone is refused, and the microphone once it is allowed', async () => {
    await visit({ microphoneProblem: 'NotAllowedError', locale: 'ko' }, async (scene) => {
      const { page, voice } = scene;
      await begin(scene, 'no_microphone');
      await page.getByTestId('type').fill('파리는 지금 몇 시예요?');
      await page.keyboard.press('Enter');
      await expect
        .poll(() => voice.events.at(-1))
        .toEqual({ type: 'text', number: 1, text: '파리는 지금 몇 시예요?' });
      voice.say({ type: 'state', state: 'speaking' });
      await shows(page, 'speaking');
      // Nobody can speak over it.
      expect(await page.getByTestId('hint').textContent()).toBe('');
      voice.say({ type: 'state', state: 'listening' });
      voice.say({ type: 'caption', turn: 1, speaker: 'libra', text: '오후 세 시예요.', final: true });
      await page.getByText('오후 세 시예요.').first().waitFor();
      await page.evaluate('window.mouth.problem = null');
      await page.getByTestId('try-microphone').click();
      await page.locator('[data-state="listening"], [data-state="no_microphone"]').waitFor();
    });
  });

  it('notices that the microphone is unplugged, and takes the next one by itself', async (test) => {
    if (mute !== null) return test.skip(mute);
    await visit({}, async (scene) => {
      const { page, voice } = scene;
      await begin(scene);
      await page.evaluate("window.mouth.problem = 'NotFoundError'; window.mouth.unplug()");
      await shows(page, 'no_microphone');
      await page.evaluate(
        "window.mouth.problem = null; navigator.mediaDevices.dispatchEvent(new Event('devicechange'))",
      );
      await shows(page, 'listening');
      await say(page);
      await expect.poll(() => voice.has('speech_end')).toBe(true);
    });
  });

  it('ends with the transcript posted only where that was ticked', async () => {
    await visit({}, async (scene) => {
      const { page, voice } = scene;
      await begin(scene, 'listening').catch(() => {});
      await page.getByTestId('end').click();
      expect(await page.getByTestId('post').isChecked()).toBe(false);
      await page.getByTestId('post').check();
      await page.getByTestId('end-now').click();
      await expect.poll(() => voice.events.at(-1)).toEqual({ type: 'end', post: true });
      voice.say({ type: 'caption', turn: 1, speaker: 'person', text: 'What is it?', final: true });
      voice.say({ type: 'ended', reason: 'person', text: '', transcript: 'failed' });
      voice.drop(4000);
      await shows(page, 'ended');
      expect(voice.connections).toBe(1);
      // What could not be posted is not lost.
      expect(await page.getByTestId('transcript').textContent()).toContain('could not post');
      const saved = page.waitForEvent('download');
      await page.getByTestId('save-transcript').click();
      const download = await saved;
      expect(download.suggestedFilename()).toBe('conversation.txt');
      expect(await readFile(await download.path(), 'utf8')).toBe('You: What is it?\n');
    });
  });

  it('shows neither token nor conversation to who opens a used link', async () => {
    await visit({ admissionStatus: 404 }, async ({ page, voice }) => {
      await shows(page, 'link_used');
      expect(page.url()).not.toContain('one-time-token');
      expect(voice.connections).toBe(0);
    });
  });

  it('links sources, and reads out whole sentences once', async () => {
    await visit({}, async (scene) => {
      const { page, voice } = scene;
      await begin(scene);
      const caption = { type: 'caption', turn: 1, speaker: 'libra' } as const;
      voice.say({ ...caption, text: 'It is', final: false });
      voice.say({
        type: 'sources',
        turn: 1,
        sources: [{ number: 1, title: 'Clock', url: 'https://example.com/clock' }],
      });
      await page.getByRole('link', { name: '[1] Clock' }).waitFor();
      expect(await page.getByRole('log').textContent()).toBe('');
      voice.say({ ...caption, text: 'It is noon.', final: true });
      await expect.poll(() => page.getByRole('log').textContent()).toContain('It is noon.');
    });
  });

  it.each([
    ['wide, light, in Korean', WIDE, 'ko'],
    ['at 390 px, dark, in English', NARROW, 'en'],
  ] as const)('has nothing that axe-core takes seriously: %s', async (_, context, locale) => {
    const found: Record<string, string[]> = {};
    await visit({ context, locale }, async (scene) => {
      const { page, voice } = scene;
      const look = async (state: string) => {
        const problems = [
          ...(await axeFindings(page)),
          ...(context === NARROW ? await smallTargets(page) : []),
        ];
        const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        if (isWide === true) problems.push('the page scrolls sideways');
        if (problems.length > 0) found[state] = problems;
      };
      await page.getByTestId('begin').waitFor();
      await look('ready');
      await begin(scene);
      await look('listening');
      voice.say({ type: 'caption', turn: 1, speaker: 'person', text: '안녕하세요, hello', final: true });
      voice.say({ type: 'caption', turn: 1, speaker: 'libra', text: '네, 안녕하세요', final: false });
      voice.say({
        type: 'sources',
        turn: 1,
        sources: [
          {
            number: 1,
            title: 'A long title of a page that is somewhere on the web',
            url: 'https://example.com',
          },
          { number: 2, title: 'notes.pdf', url: null },
        ],
      });
      voice.say({ type: 'state', state: 'thinking' });
      voice.say({ type: 'notice', code: 'provider_down', text: '지금은 글로 답해요.', fatal: false });
      await shows(page, 'thinking');
      await look('thinking, with captions and a notice');
      voice.setReachable(false);
      voice.drop();
      await shows(page, 'reconnecting');
      await look('reconnecting');
      voice.setReachable(true);
      await shows(page, 'listening');
      await page.getByTestId('mute').click();
      await shows(page, 'muted');
      await look('muted');
      await page.getByTestId('end').click();
      await page.getByTestId('end-dialog').waitFor();
      await look('the dialog');
      await page.getByTestId('end-now').click();
      voice.say({ type: 'ended', reason: 'person', text: '', transcript: 'posted' });
      await shows(page, 'ended');
      await look('ended');
    });
    expect(found).toEqual({});
  });
});
