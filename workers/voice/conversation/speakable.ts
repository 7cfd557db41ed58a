import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';

const PICTURE = lazyPattern('\\p{Extended_Pictographic}\\uFE0F?', 'gu');

/** What of a clause is spoken: not the marks of markdown, links, code or numbers of sources. Pure. */
export function toSpeakable(clause: string): string {
  return clause
    .replace(/```[\s\S]*?(?:```|$)/gu, ' ')
    .replace(/!?\[([^\]\n]*)\]\([^)\s]*\)/gu, '$1')
    .replace(/https?:\/\/\S+/gu, ' ')
    .replace(/(?:\s?\[\d{1,3}\])+/gu, '')
    .replace(/^\s*(?:#{1,6}|>|[-*•])\s+/gmu, '')
    .replace(/[*_~`|]+/gu, '')
    .replace(PICTURE(), (sign) => (/[\d#*]/u.test(sign) ? sign : ''))
    .replace(/\s+/gu, ' ')
    .trim();
}
