/**
 * What a model's own counts say of the estimate: a tokenizer with a small table makes three times as many tokens of Hangul as
 * the one that the estimate is calibrated against. Learned for each model and script, by one isolate, from the counts of the
 * prompts. Pure.
 *
 * The counts come from outside, so the ratio never leaves its bounds: nobody can make a text count less than the estimate
 * without it, and a count too many moves it by one step. Old counts fade with each new one.
 */
import { type ChatMessage, textOf } from '../../../shared/chat/messages.ts';
import { estimateTokens } from '../../../shared/text/estimate-tokens.ts';
import { BYTES_PER_TOKEN, boundTokens } from './bound.ts';
import { TOKENS_PER_MESSAGE } from './estimate.ts';

export type Script = 'latin' | 'hangul' | 'kana_han' | 'other';

/** How many tokens a text will probably have. */
export type TokenEstimate = (text: string) => number;

export interface LearnedEstimates {
  /** A model has counted a prompt. */
  learn(model: string, prompt: readonly ChatMessage[], countedTokens: number): void;
  /** What has been learned so far. */
  of(model: string): TokenEstimate;
}

/** The estimate itself: it is calibrated against one of the densest tables in use. */
export const MIN_RATIO = 1;
/** A token a byte, where ordinary text has four bytes a token. */
export const MAX_RATIO = BYTES_PER_TOKEN;
/** How far one count moves the ratio towards what it says. */
const STEP = 1 / 8;
/** Below this, what a provider adds to each prompt is a large part of the count. */
const MIN_LEARNED_TOKENS = 64;
/** A prompt teaches something of a script that makes up this part of it. */
const MIN_SHARE = 0.6;
/** A client may name any model. */
const MAX_MODELS = 100;

export function createLearnedEstimates(): LearnedEstimates {
  const ratios = new Map<string, Partial<Record<Script, number>>>();

  return {
    learn(model, prompt, countedTokens) {
      const texts = prompt.map(({ content }) => textOf(content));
      const estimated = texts.reduce((sum, text) => sum + estimatePlain(text), 0);
      const counted = countedTokens - prompt.length * TOKENS_PER_MESSAGE;
      const script = scriptOf(texts.join('\n'));
      if (script === null || estimated < MIN_LEARNED_TOKENS || !(counted > 0)) return;
      const known = ratios.get(model) ?? {};
      const before = known[script] ?? MIN_RATIO;
      known[script] = before + STEP * (clamp(counted / estimated) - before);
      ratios.delete(model);
      ratios.set(model, known);
      const [oldest] = ratios.keys();
      if (ratios.size > MAX_MODELS && oldest !== undefined) ratios.delete(oldest);
    },
    of(model) {
      const known = ratios.get(model);
      if (known === undefined) return estimatePlain;
      return (text) => {
        const script = scriptOf(text);
        const ratio = (script === null ? undefined : known[script]) ?? MIN_RATIO;
        return Math.min(Math.ceil(estimatePlain(text) * ratio), boundTokens(text));
      };
    },
  };
}

/** Not less than ordinary text of so many bytes has: the estimate is made for ordinary text. */
export function estimatePlain(text: string): number {
  const bytes = boundTokens(text);
  return Math.min(bytes, Math.max(estimateTokens(text), Math.ceil(bytes / BYTES_PER_TOKEN)));
}

export function estimatePrompt(messages: readonly ChatMessage[], estimate: TokenEstimate): number {
  return messages.reduce((sum, { content }) => sum + estimate(textOf(content)) + TOKENS_PER_MESSAGE, 0);
}

/** The script that most of a text's letters are of; null when none is. */
export function scriptOf(text: string): Script | null {
  const letters: Record<Script, number> = { latin: 0, hangul: 0, kana_han: 0, other: 0 };
  for (let index = 0; index < text.length; index += 1) {
    const script = scriptOfCode(text.charCodeAt(index));
    if (script !== null) letters[script] += 1;
  }
  const all = letters.latin + letters.hangul + letters.kana_han + letters.other;
  for (const script of SCRIPTS) if (all > 0 && letters[script] / all >= MIN_SHARE) return script;
  return null;
}

const SCRIPTS: readonly Script[] = ['latin', 'hangul', 'kana_han', 'other'];

function scriptOfCode(code: number): Script | null {
  if (code < 0x80) {
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
    return isLetter ? 'latin' : null;
  }
  if (code >= 0xac00 && code <= 0xd7a3) return 'hangul';
  if (code >= 0x3040 && code <= 0x9fff) return 'kana_han';
  return 'other';
}

function clamp(ratio: number): number {
  return Math.min(MAX_RATIO, Math.max(MIN_RATIO, ratio));
}
