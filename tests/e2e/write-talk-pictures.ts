/** Part of `npm run pictures`: the page of a live conversation, as docs/voice-page.md shows it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { buildTalkPage } from '../../dev/stack/talk-page.ts';
import { launchChromium } from './chromium.ts';
import { startTalkScene, toneOf } from './talk-scene.ts';

const SAID = {
  en: {
    question: 'When does the sun set in Paris today?',
    answer: 'At five to five. It is a clear evening, so you can see it from any bridge.',
    source: 'Sunset in Paris',
  },
  ko: {
    question: '오늘 서울은 몇 시에 해가 져요?',
    answer: '다섯 시 십오 분에 져요. 하늘이 맑아서 한강에서 잘 보일 거예요.',
    source: '오늘의 일몰 시각',
  },
};

const dist = mkdtempSync(join(tmpdir(), 'libra-talk-pictures-'));
const browser = await launchChromium();
try {
  await buildTalkPage({ outDir: dist });
  await take(browser, 'en', 'light');
  await take(browser, 'ko', 'dark');
} finally {
  await browser.close();
  rmSync(dist, { recursive: true, force: true });
}

async function take(launched: Browser, locale: 'en' | 'ko', colorScheme: 'light' | 'dark'): Promise<void> {
  const { page, voice, close } = await startTalkScene({
    browser: launched,
    dist,
    locale,
    context: { viewport: { width: 390, height: 760 }, colorScheme, isMobile: true, hasTouch: true },
  });
  const { question, answer, source } = SAID[locale];
  await page.getByTestId('begin').click();
  await page.locator('[data-state="listening"]').waitFor();
  voice.say({ type: 'caption', turn: 1, speaker: 'person', text: question, final: true });
  voice.say({ type: 'state', state: 'speaking' });
  voice.say({ type: 'caption', turn: 1, speaker: 'libra', text: answer, final: true });
  const sources = [{ number: 1, title: source, url: 'https://example.com' }];
  voice.say({ type: 'sources', turn: 1, sources });
  voice.speak(1, toneOf(5));
  await page.locator('[data-state="speaking"]').waitFor();
  const file = locale === 'en' ? 'talk.png' : `talk.${locale}.png`;
  await page.screenshot({ path: join(PROJECT_ROOT, 'docs', 'images', file) });
  await close();
}
