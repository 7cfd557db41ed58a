/** What both sides have said, as the page shows it. Pure. */
import type { FromVoice } from '../../../../shared/contract/talk.ts';

type Caption = Extract<FromVoice, { type: 'caption' }>;
type Sources = Extract<FromVoice, { type: 'sources' }>;
export type Speaker = Caption['speaker'];
export type Source = Sources['sources'][number];

export interface Line {
  turn: number;
  speaker: Speaker;
  text: string;
  final: boolean;
  sources: Source[];
}

/** What one conversation of an hour holds and more; a page that is left open must not grow for ever. */
const MOST_LINES = 400;

/** A caption replaces what the same turn and speaker had; a new one comes behind its turn's others. */
export function withCaption(lines: readonly Line[], { turn, speaker, text, final }: Caption): Line[] {
  const known = lines.find((line) => line.turn === turn && line.speaker === speaker);
  if (known !== undefined) return lines.map((line) => (line === known ? { ...line, text, final } : line));
  return insert(lines, { turn, speaker, text, final, sources: [] });
}

/** Sources may come before the first words. */
export function withSources(lines: readonly Line[], { turn, sources }: Sources): Line[] {
  const known = lines.find((line) => line.turn === turn && line.speaker === 'libra');
  const shown = sources.map((source) => ({
    ...source,
    url: source.url === null ? null : webAddress(source.url),
  }));
  if (known !== undefined) return lines.map((line) => (line === known ? { ...line, sources: shown } : line));
  return insert(lines, { turn, speaker: 'libra', text: '', final: false, sources: shown });
}

function insert(lines: readonly Line[], line: Line): Line[] {
  const behind = lines.findLastIndex((other) => orderOf(other) <= orderOf(line));
  return lines.toSpliced(behind + 1, 0, line).slice(-MOST_LINES);
}

function orderOf({ turn, speaker }: Line): number {
  return turn * 2 + (speaker === 'libra' ? 1 : 0);
}

/** A link of the web or none: what a source is called comes from outside. */
function webAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}
