import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';

const PICTURE = lazyPattern(
  '[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\p{Regional_Indicator}\\u200D\\uFE0F\\u20E3]',
  'gu',
);
const WORD = lazyPattern('[\\p{L}\\p{N}]', 'u');

/** What of a clause is spoken: not the marks of markdown, links, code or numbers of sources. Empty: nothing. Pure. */
export function toSpeakable(clause: string): string {
  const spoken = clause
    .replace(/```[\s\S]*?(?:```|$)/gu, ' ')
    .replace(/!?\[([^\]\n]*)\]\([^)\s]*\)/gu, '$1')
    .replace(/https?:\/\/\S+/gu, ' ')
    .replace(/(?:\s?\[\d{1,3}\])+/gu, '')
    .replace(/^\s*(?:#{1,6}|>|[-*•])\s+/gmu, '')
    // "20~25", "5 * 3" and "read_file" are no marks.
    .replace(/[`|]+|~~+|(?<![\d\s])\*+|\*+(?![\d\s])|(?<!\w)_+|_+(?!\w)/gu, '')
    .replace(PICTURE(), '')
    .replace(/\s+/gu, ' ')
    .trim();
  return WORD().test(spoken) ? spoken : '';
}
