/**
 * Decides, without a model, whether a message is a command to Libra itself. Pure and deterministic.
 *
 * Precision before recall: a message is taken from the model only when the whole of it, from its first character to
 * its last, is one of the phrases of `english.ts` or `korean.ts`. That, and not the choice of words, is what keeps
 * questions that merely contain a phrase away from it. What is missed costs one model call; what is taken wrongly
 * costs a person their answer, or their conversation.
 */
import { parseDuration } from './duration.ts';
import { ENGLISH } from './english.ts';
import { type Frame, type Meaning, readRules } from './frame.ts';
import { decideMute, type Intent, type MuteIntent } from './intent.ts';
import { KOREAN } from './korean.ts';
import { reach } from './match.ts';
import { MAX_PHRASE_CHARS, normalisePhrase } from './normalise.ts';
import { respell } from './spelling.ts';
import { type Language, reverse } from './template.ts';

const FRAMES: readonly Frame[] = [ENGLISH, KOREAN].flatMap(readRules);

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
  return routeWhole(text) ?? routePrivate(text) ?? { kind: 'ask' };
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
  for (const { language, before, phrases, openPhrases } of FRAMES) {
    for (const start of reach(before, forwards, 0, language)) {
      for (const meaning of phrases.get(forwards.charAt(start)) ?? openPhrases) {
        const intent = readMeaning(meaning, phrase, start, language);
        if (intent !== undefined) return intent;
      }
    }
  }
  return undefined;
}

/**
 * A question behind or before the wish that only they see its answer: parted by a mark, so that no phrase is looked for inside a
 * question.
 */
function routePrivate(text: string): Intent | undefined {
  for (const [wish, prompt] of partsOf(text)) {
    if (prompt.trim() !== '' && routeWhole(wish)?.kind === 'private') {
      return { kind: 'ask_privately', prompt: prompt.trim() };
    }
  }
  return undefined;
}

const FIRST_MARK = /[:：\n.!,]/;
const LAST_MARK = /[.!?？。\n](?=[^.!?？。\n]+[.!~?]*\s*$)/;

function partsOf(text: string): [wish: string, prompt: string][] {
  const first = text.slice(0, MAX_PHRASE_CHARS).search(FIRST_MARK);
  const tail = text.slice(-MAX_PHRASE_CHARS);
  const mark = tail.search(LAST_MARK);
  const last = text.length - tail.length + mark + 1;
  return [
    ...(first === -1 ? [] : [[text.slice(0, first), text.slice(first + 1)] as [string, string]]),
    ...(mark === -1 ? [] : [[text.slice(last), text.slice(0, last)] as [string, string]]),
  ];
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
    return intent === 'mute' ? { kind: 'mute_refused', reason: 'missing' } : { kind: intent };
  }
  for (const slotStart of positions) {
    for (const fromBehind of reach(behind, text.backwards, 0, language)) {
      const slotEnd = text.forwards.length - 1 - fromBehind;
      const mute = readMute(text.forwards.slice(slotStart, slotEnd), slot);
      if (mute !== undefined) return mute;
    }
  }
  return undefined;
}

/** Undefined when what stands in the place of the duration is none: then the phrase is not about muting at all. */
function readMute(duration: string, slot: 'duration' | 'amount'): MuteIntent | undefined {
  const parsed = parseDuration(duration, { bareNumber: slot === 'amount' ? 'seconds' : 'malformed' });
  if (!parsed.ok && (parsed.reason === 'malformed' || parsed.reason === 'empty')) return undefined;
  return decideMute(parsed);
}
