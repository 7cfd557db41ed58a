/** What is open at a place of a text: how it is closed before the end of a message, and opened again in the next. Pure. */
import { type Quote, quoteMark } from '../discord/markdown/lines.ts';
import type { Scan, Span } from '../discord/markdown/spans.ts';

/** The most that closing what is open can take, when there is no room for a closing fence on a line of its own. */
export const MAX_END_CHARS = 5;

/** All that goes on at this place, outermost first. Links do not: a cut inside one is the last resort. */
export function openAt({ spans }: Scan, at: number): Span[] {
  return spans.filter(
    ({ kind, state, start, end }) => state !== 'dropped' && kind !== 'link' && start < at && at < end,
  );
}

/** What closes these spans behind the first `end` characters; code blocks end on a line of their own. */
export function closeSpans(spans: readonly Span[], scan: Scan, end: number): string {
  const { around, within } = splitAtQuote(spans, scan, quoteAt(scan, end));
  const closed = within
    .map(({ kind, marker }) => (kind === 'fence' ? `\n${fenceQuote(scan, end)}${marker}` : marker))
    .reverse();
  return closed.join('') + (around.length === 0 ? '' : `\n${markersOf(around)}`);
}

/** What opens these spans again at the beginning of a message. */
export function reopenSpans(spans: readonly Span[], scan: Scan, quote: string): string {
  const { around, within } = splitAtQuote(spans, scan, quote === quoteMark('>') ? '>' : '');
  const opened = within.map(({ kind, language, marker }) =>
    kind === 'fence' ? `\`\`\`${language}\n${quote === '> ' ? quote : ''}` : marker,
  );
  return (around.length === 0 ? '' : `${markersOf(around)}\n`) + quote + opened.join('');
}

/** A spoiler that begins before a quote is around it: its marks within the quote's lines would be plain text. */
function splitAtQuote(
  spans: readonly Span[],
  scan: Scan,
  quote: Quote,
): { around: Span[]; within: readonly Span[] } {
  const isAround = ({ kind, start }: Span) =>
    quote === '>' && kind === 'spoiler' && quoteAt(scan, start) === '';
  return { around: spans.filter(isAround), within: spans.filter((span) => !isAround(span)) };
}

function markersOf(spans: readonly Span[]): string {
  return spans.map(({ marker }) => marker).join('');
}

function quoteAt({ lines }: Scan, at: number): Quote {
  return lines.findLast(({ start }) => start <= at)?.quote ?? '';
}

/**
 * The suffix of a text that ends here, because it grows or was cut: code that is still open is shown as code, and what
 * a spoiler holds so far stays hidden. A spoiler, a code block or inline code that holds nothing yet is left as it is.
 * Part of a closing marker at the very end is completed.
 */
export function closeEnd(
  text: string,
  scan: Scan,
  { room, extent, isLineOver }: { room: number; extent: 'growing' | 'whole'; isLineOver: boolean },
): string {
  const open = scan.spans.filter(
    (span) =>
      span.state === 'open' &&
      (span.kind === 'fence' ||
        (extent === 'growing' && (span.kind === 'spoiler' || span.kind === 'code'))) &&
      holdsSomething(span, text),
  );
  const outside = open
    .slice(0, -1)
    .map(({ marker }) => marker)
    .join('');
  const inner = open.at(-1);
  if (inner === undefined) return '';
  return closeInner(inner, text, scan, { room: room - outside.length, isLineOver }) + outside;
}

function holdsSomething({ kind, start, contentStart }: Span, text: string): boolean {
  const content = unquoted(text.slice(contentStart));
  // What may yet be the language of a block, as long as no line break follows.
  const isInfo = kind === 'fence' && contentStart === start + 3 && /^[\w+.#-]*$/.test(content);
  return !isInfo && content.trim() !== '';
}

function closeInner(
  { kind, marker, contentStart }: Span,
  text: string,
  scan: Scan,
  { room, isLineOver }: { room: number; isLineOver: boolean },
): string {
  const content = text.slice(contentStart);
  if (kind === 'spoiler') return /[^|]\|$/.test(content) ? '|' : marker;
  const ticks = /`*$/.exec(content)?.[0].length ?? 0;
  if (kind === 'code') return ticks < marker.length ? marker.slice(ticks) : '';
  const missing = marker.slice(Math.min(ticks, 2));
  const line = `\n${fenceQuote(scan, text.length)}${marker}`;
  const isAlone = !isLineOver && ticks > 0 && /^(?:> ?)?\s*`+$/.test(text.slice(text.lastIndexOf('\n') + 1));
  return isAlone || line.length > room ? missing : line;
}

/** What stands before each line of a block in a quote. */
function fenceQuote(scan: Scan, at: number): string {
  return quoteAt(scan, at) === '>' ? quoteMark('>') : '';
}

/** The text of a quote without the marks at the beginnings of its lines. */
export function unquoted(text: string): string {
  return text.replace(/^ *>(?: |$)/gm, '');
}
