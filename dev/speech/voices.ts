/** OpenAI's voices as espeak-ng's: one synthesiser, told apart by accent and pitch. Pure. */
import type { EspeakOptions } from './engine-tasks.ts';

/** British English is what Moonshine understands best of espeak's. */
const VOICES: Record<string, { accent: string; pitch: number }> = {
  alloy: { accent: 'en-gb', pitch: 50 },
  ash: { accent: 'en-us', pitch: 35 },
  ballad: { accent: 'en-gb', pitch: 45 },
  cedar: { accent: 'en-gb', pitch: 30 },
  coral: { accent: 'en-us', pitch: 60 },
  echo: { accent: 'en-us', pitch: 42 },
  fable: { accent: 'en-gb-scotland', pitch: 50 },
  marin: { accent: 'en-gb', pitch: 60 },
  nova: { accent: 'en-us', pitch: 65 },
  onyx: { accent: 'en-gb', pitch: 25 },
  sage: { accent: 'en-gb', pitch: 55 },
  shimmer: { accent: 'en-us', pitch: 72 },
  verse: { accent: 'en-gb', pitch: 40 },
};

export const VOICE_NAMES: readonly string[] = Object.keys(VOICES);

const WORDS_PER_MINUTE = 160;
/** What espeak can do: slower and faster is asked for, and not heard. */
const SPEEDS = { least: 80, most: 450 };

/** `voice` is one of `VOICE_NAMES`; `speed` 1 is normal. */
export function chooseVoice(text: string, voice: string, speed: number): EspeakOptions {
  const { accent, pitch } = VOICES[voice] ?? { accent: 'en-gb', pitch: 50 };
  const wordsPerMinute = Math.round(WORDS_PER_MINUTE * speed);
  return {
    voice: isKorean(text) ? 'ko' : accent,
    pitch,
    wordsPerMinute: Math.min(SPEEDS.most, Math.max(SPEEDS.least, wordsPerMinute)),
  };
}

/** More Hangul than Latin letters. */
export function isKorean(text: string): boolean {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return count(/\p{Script=Hangul}/gu) > count(/\p{Script=Latin}/gu) / 2;
}

export function espeakArguments({ voice, wordsPerMinute, pitch }: EspeakOptions): string[] {
  // -b 1: the text is UTF-8, whatever the locale.
  return ['-v', voice, '-s', String(wordsPerMinute), '-p', String(pitch), '-b', '1'];
}
