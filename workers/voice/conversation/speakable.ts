import { withoutCitations } from '../../../shared/knowledge/citations.ts';
import { mapCodeBlocks } from '../../../shared/text/code-blocks.ts';
import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';

const PICTURE = lazyPattern(
  '[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\p{Regional_Indicator}\\u200D\\uFE0F\\u20E3]',
  'gu',
);
const WORD = lazyPattern('[\\p{L}\\p{N}]', 'u');

/** What of a clause is spoken: not the marks of markdown, links, code or numbers of sources. Empty: nothing. Pure. */
export function toSpeakable(clause: string): string {
  const prose = mapCodeBlocks(
    clause,
    (text) => text,
    () => ' ',
  );
  const spoken = withoutCitations(prose.replace(/!?\[([^\]\n]*)\]\([^)\s]*\)/gu, '$1'))
    // An address in brackets goes with them: "the page (https://…)", and the end of a link that two clauses share.
    .replace(/\]?\(https?:\/\/[^\s)]*\)/gu, '')
    .replace(/https?:\/\/\S+/gu, ' ')
    .replace(/^\s*(?:#{1,6}|>|[-*•])\s+/gmu, '')
    // "20~25", "5 * 3" and "read_file" are no marks.
    .replace(/((?<=\d)\*+(?=\d)|(?<=\s)\*+(?=\s))|[`|]+|-{3,}|~~+|\*+|(?<!\w)_+|_+(?!\w)/gu, '$1')
    .replace(PICTURE(), '')
    .replace(/\s+/gu, ' ')
    .trim();
  return WORD().test(spoken) ? spoken : '';
}

/** What opens the block of code that the clause does not end, to be put before the next one; empty: there is none. Pure. */
export function openedCode(clause: string): string {
  let opened = '';
  mapCodeBlocks(
    clause,
    (prose) => prose,
    ({ text, hasEnded }) => {
      if (!hasEnded) opened = `${text.split('\n', 1)[0]}\n`;
      return text;
    },
  );
  return opened;
}
