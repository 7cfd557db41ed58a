/** The vocabulary of the scanner: what stretches over a piece of a Discord message, and what stands in one piece. */
import type { Line } from './lines.ts';

export type MarkKind = 'strong' | 'emphasis' | 'underline' | 'strike' | 'spoiler';

export interface Span {
  kind: MarkKind | 'code' | 'fence' | 'link';
  /** What opens and closes it. */
  marker: string;
  start: number;
  contentStart: number;
  contentEnd: number;
  /** Behind its closing marker. */
  end: number;
  /**
   * `open`: its end has not come, and may. `dropped`: from `end` on it is known that its marker is plain text. A text
   * that ended earlier would have left it open.
   */
  state: 'closed' | 'open' | 'dropped';
  /** Of a code block; empty when none stands alone on the opening line. */
  language: string;
  /** Of a link. */
  href: string;
}

/** An address, a mention, an emoji, an escaped character: never cut, and no mark inside counts. */
export interface Atom {
  kind: 'url' | 'autolink' | 'reference' | 'escape';
  start: number;
  end: number;
}

export interface Scan {
  lines: Line[];
  /** By their start. */
  spans: Span[];
  atoms: Atom[];
}
