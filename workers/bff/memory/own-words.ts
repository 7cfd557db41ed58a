/** What of a question a person says of themselves: their own words, without what they quote, ask or hand over. Pure. */
import { mapCode } from '../../../shared/text/code-blocks.ts';

/** A frame that Libra has put around somebody else's text, with what follows it: that is a wish about the text. */
const FRAMED =
  /<(quoted_message|attached_file|channel_message|user_memory|retrieved\w*|tool_result)\b[\s\S]*$/i;
/** Up to the end of the message. */
const QUOTE_BLOCK = /^[^\S\n]*>>> [\s\S]*$/m;
const QUOTE_LINE = /^[^\S\n]*>.*$/gm;
/** An apostrophe within a word opens nothing: "I don't like olives, and I can't stand garlic". */
const QUOTED =
  /"[^"\n]{3,}"|“[^”\n]{3,}”|‘[^’\n]{3,}’(?![A-Za-z])|«[^»\n]{3,}»|「[^」\n]{3,}」|『[^』\n]{3,}』|(?<![A-Za-z0-9])'[^'\n]{12,}'(?![A-Za-z0-9])/g;
const LINK = /https?:\/\//;
export const SENTENCE_END = /(?<=[.!?…])\s+|(?<=[。！？\n])\s*/;
const MIN_SENTENCE_CHARS = 4;
const MAX_CHARS = 1_500;

/** Empty when there is nothing to be learned from. */
export function ownWordsOf(text: string): string {
  const told = mapCode(
    text.replace(FRAMED, ''),
    (prose) => prose,
    () => ' ',
  )
    .replace(QUOTE_BLOCK, ' ')
    .replaceAll(QUOTE_LINE, ' ')
    .replaceAll(QUOTED, ' ');
  const sentences = told
    .split(SENTENCE_END)
    .map((sentence) => sentence.replaceAll(/\s+/g, ' ').trim())
    .filter(
      (sentence) => sentence.length >= MIN_SENTENCE_CHARS && !/[?？]$/.test(sentence) && !LINK.test(sentence),
    );
  return sentences.join(' ').slice(0, MAX_CHARS).toWellFormed();
}
