/**
 * Decides, without a model, whether a message is a command to Libra itself. Pure and deterministic.
 *
 * Precision before recall: a message is taken from the model only when the whole of it, from its first character to
 * its last, is one of the phrases of `english.ts` or `korean.ts`. That, and not the choice of words, is what keeps
 * questions that merely contain a phrase away from it. What is missed costs one model call; what is taken wrongly
 * costs a person their answer, or their conversation.
 */
import { once } from '../../../shared/once.ts';
import { parseDuration } from './duration.ts';
import { ENGLISH } from './english.ts';
import { type Frame, type Meaning, readRules } from './frame.ts';
import { decideMute, type Intent, type MuteIntent } from './intent.ts';
import { KOREAN } from './korean.ts';
import { reach } from './match.ts';
import { readModelName } from './model-name.ts';
import { normalisePhrase } from './normalise.ts';
import { beginsAnew, besideBareWish, type Parts, partsByMarks, partsByWords } from './private-parts.ts';
import { readRemember } from './remember.ts';
import { respell } from './spelling.ts';
import { type Language, reverse, type Slot } from './template.ts';

/** Read for the first message: an isolate that is started for `/help` or a button does not wait for the tables. */
const frames = once((): readonly Frame[] => [ENGLISH, KOREAN].flatMap(readRules));

/** What was typed, normalised and read from either side; both end with one space. */
interface Message {
  forwards: string;
  backwards: string;
}

/**
 * `text` is what a person typed into `/chat`. The bot calls this before it looks whether the channel is muted, since
 * `unmute` is such a command too. Never throws; the time is bounded for any text.
 */
export function routeIntent(text: string): Intent {
  return routeWhole(text) ?? askPrivately(text) ?? askRemember(text) ?? { kind: 'ask' };
}

/** A question, and the wish that only its person sees the answer. */
function askPrivately(text: string): Intent | undefined {
  const besideBare = besideBareWish(text);
  if (besideBare !== '') return { kind: 'ask_privately', prompt: besideBare };
  const isWish = ([wish]: Parts) => routeWhole(wish)?.kind === 'private';
  const marked = partsByMarks(text).find(isWish);
  const worded = marked === undefined ? partsByWords(text).find(isWish) : undefined;
  const parts = marked ?? (worded !== undefined && beginsAnew(worded) ? worded : undefined);
  if (parts === undefined) return undefined;
  return parts[1] === '' ? { kind: 'private' } : { kind: 'ask_privately', prompt: parts[1] };
}

function askRemember(text: string): Intent | undefined {
  const fact = readRemember(text);
  return fact === null ? undefined : { kind: 'remember', fact };
}

/** What the whole of a text means; undefined when it is for the model. */
function routeWhole(text: string): Intent | undefined {
  const forwards = normalisePhrase(text);
  if (forwards === undefined) return undefined;
  const respelled = respell(forwards);
  return readPhrase(forwards) ?? (respelled === forwards ? undefined : readPhrase(respelled));
}

/** What a normalised text means; undefined when it is no phrase. */
function readPhrase(forwards: string): Intent | undefined {
  const phrase: Message = { forwards, backwards: `${reverse(forwards).slice(1)} ` };
  for (const { language, before, phrases, openPhrases } of frames()) {
    for (const start of reach(before, forwards, 0, language)) {
      for (const meaning of phrases.get(forwards.charAt(start)) ?? openPhrases) {
        const intent = readMeaning(meaning, phrase, start, language);
        if (intent !== undefined) return intent;
      }
    }
  }
  return undefined;
}

/** Undefined when the text from `start` to its end is not this phrase. */
function readMeaning(
  { intent, before, slot, behind }: Meaning,
  text: Message,
  start: number,
  language: Language,
): Intent | undefined {
  const positions = reach(before, text.forwards, start, language);
  if (slot === undefined) {
    if (!positions.includes(text.forwards.length)) return undefined;
    return wholeIntent(intent);
  }
  for (const slotStart of positions) {
    for (const fromBehind of reach(behind, text.backwards, 0, language)) {
      const slotEnd = text.forwards.length - 1 - fromBehind;
      const read = readSlot(text.forwards.slice(slotStart, slotEnd), slot);
      if (read !== undefined) return read;
    }
  }
  return undefined;
}

/** What a phrase without a slot means. */
function wholeIntent(intent: Meaning['intent']): Intent {
  switch (intent) {
    case 'mute':
      return { kind: 'mute_refused', reason: 'missing' };
    case 'other_model':
      return { kind: 'other_model', model: null };
    case 'speak_en':
      return { kind: 'language', locale: 'en' };
    case 'speak_ko':
      return { kind: 'language', locale: 'ko' };
    default:
      return { kind: intent };
  }
}

function readSlot(written: string, slot: Slot): Intent | undefined {
  if (slot !== 'model') return readMute(written, slot);
  const model = readModelName(written);
  return model === undefined ? undefined : { kind: 'other_model', model };
}

/** Undefined when what stands in the place of the duration is none: then the phrase is not about muting at all. */
function readMute(duration: string, slot: 'duration' | 'amount'): MuteIntent | undefined {
  const parsed = parseDuration(duration, { bareNumber: slot === 'amount' ? 'seconds' : 'malformed' });
  if (!parsed.ok && (parsed.reason === 'malformed' || parsed.reason === 'empty')) return undefined;
  return decideMute(parsed);
}
