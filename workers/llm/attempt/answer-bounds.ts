/**
 * What no provider may do with an answer, whatever it does with the request: write beyond the bound on completion tokens,
 * or repeat itself without an end. Looks at an answer of one choice; several are the provider's own affair. Pure.
 */
import type { ChatChunk } from '../../../shared/chat/chunk.ts';

export type BoundsVerdict =
  | 'within'
  /** The bound was reached before this chunk. */
  | 'full'
  | 'repetitive';

export interface AnswerBounds {
  /** Takes the next chunk in. After anything but `within` no more is to be passed on. */
  take(chunk: ChatChunk): BoundsVerdict;
}

/** Below this, deltas are counted as the tokens that they are nearly always. */
const FEW_TOKENS = 64;

/** So many characters of one and the same text, over and over: nobody reads on. */
const REPETITION_CHARS = 4_000;
const MAX_PERIOD_CHARS = 400;
const LOOK_EVERY_CHARS = 1_000;

export function createAnswerBounds(maxTokens: number | undefined): AnswerBounds {
  let deltas = 0;
  let roughTokens = 0;
  let tail = '';
  /** What has come since the last look. */
  let unlooked = '';

  function isFull(): boolean {
    if (maxTokens === undefined || deltas < maxTokens) return false;
    // Some stream by the character: then the text itself has to be long enough.
    return maxTokens < FEW_TOKENS || roughTokens > maxTokens;
  }

  function isRepetitive(text: string): boolean {
    unlooked += text;
    if (unlooked.length < LOOK_EVERY_CHARS) return false;
    tail = (tail + unlooked).slice(-REPETITION_CHARS);
    unlooked = '';
    return tail.length === REPETITION_CHARS && findPeriod(tail) <= MAX_PERIOD_CHARS;
  }

  return {
    take({ choices }) {
      const [choice, second] = choices;
      if (choice === undefined || second !== undefined || choice.index !== 0) return 'within';
      const said = choice.text + choice.reasoning;
      if (said === '') return 'within';
      if (isFull()) return 'full';
      deltas += 1;
      roughTokens += estimateRoughly(said);
      return isRepetitive(said) ? 'repetitive' : 'within';
    },
  };
}

/** About what a tokenizer would count; good enough to tell a bound from twice the bound. */
function estimateRoughly(text: string): number {
  let tokens = 0;
  for (let index = 0; index < text.length; index += 1) tokens += text.charCodeAt(index) < 128 ? 0.25 : 0.6;
  return tokens;
}

/** The length of the shortest piece whose repetition the text is (its last repetition may be cut), by Knuth, Morris and Pratt. */
export function findPeriod(text: string): number {
  const border = new Int32Array(text.length);
  for (let index = 1; index < text.length; index += 1) {
    let length = border[index - 1] ?? 0;
    while (length > 0 && text.charCodeAt(index) !== text.charCodeAt(length)) length = border[length - 1] ?? 0;
    border[index] = text.charCodeAt(index) === text.charCodeAt(length) ? length + 1 : length;
  }
  return text.length - (border[text.length - 1] ?? 0);
}
