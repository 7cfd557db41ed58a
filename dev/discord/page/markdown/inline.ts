import { matchAt, REFERENCE } from '../../../../workers/bot/discord/markdown/patterns.ts';
import type { Atom, Scan, Span } from '../../../../workers/bot/discord/markdown/spans.ts';
import { isSafeLink, toHref } from './links.ts';
import type { BlockNode, InlineNode, TimestampStyle } from './nodes.ts';

/** A stretch of the source on one line. */
export interface Range {
  start: number;
  end: number;
}

type CodeBlock = Extract<BlockNode, { kind: 'code-block' }>;
/** What lines hold: text, and between it code blocks, hidden or not. */
export type Content =
  | { kind: 'text'; nodes: InlineNode[] }
  | { kind: 'code'; block: CodeBlock; isHidden: boolean };

interface Frame {
  span: Span | undefined;
  nodes: InlineNode[];
}

/** Gives the reader of lines that belong together; what reaches over their edges ends and begins with them. */
export function createInlineReader(
  source: string,
  { spans, atoms }: Scan,
): (lines: readonly Range[]) => Content[] {
  const closed = spans.filter(({ state }) => state === 'closed');
  const spanAt = new Map(closed.map((span) => [span.start, span]));
  const atomAt = new Map(atoms.map((atom) => [atom.start, atom]));
  return (lines) => new InlineReader(source, closed, spanAt, atomAt).read(lines);
}

class InlineReader {
  readonly #content: Content[] = [];
  #frames: Frame[] = [];
  readonly #source: string;
  readonly #spans: readonly Span[];
  readonly #spanAt: ReadonlyMap<number, Span>;
  readonly #atomAt: ReadonlyMap<number, Atom>;

  constructor(
    source: string,
    spans: readonly Span[],
    spanAt: ReadonlyMap<number, Span>,
    atomAt: ReadonlyMap<number, Atom>,
  ) {
    this.#source = source;
    this.#spans = spans;
    this.#spanAt = spanAt;
    this.#atomAt = atomAt;
  }

  read(lines: readonly Range[]): Content[] {
    for (const [index, line] of lines.entries()) {
      if (index === 0) this.#open(line.start);
      else this.#add({ kind: 'break' });
      this.#readLine(line);
    }
    this.#flush();
    return this.#content;
  }

  #readLine({ start, end }: Range): void {
    for (let pos = start; pos < end; ) pos = this.#step(pos);
  }

  /** Reads what begins here and gives its end. */
  #step(pos: number): number {
    const inside = this.#frames.at(-1)?.span;
    if (inside !== undefined && pos >= inside.contentEnd) {
      this.#closeFrame();
      return Math.max(pos, inside.end);
    }
    const span = this.#spanAt.get(pos);
    if (span !== undefined) return this.#readSpan(span);
    const atom = this.#atomAt.get(pos);
    if (atom === undefined) {
      this.#addText(this.#source.charAt(pos));
      return pos + 1;
    }
    this.#add(readAtom(this.#source.slice(atom.start, atom.end), atom));
    return atom.end;
  }

  #readSpan(span: Span): number {
    const text = this.#source.slice(span.contentStart, span.contentEnd);
    if (span.kind === 'fence') {
      const isHidden = this.#frames.some((frame) => frame.span?.kind === 'spoiler');
      this.#flush();
      const code = unquote(text).replace(/\n+$/, '');
      const block: CodeBlock = { kind: 'code-block', language: span.language.toLowerCase(), text: code };
      this.#content.push({ kind: 'code', block, isHidden });
      this.#open(span.end);
      return span.end;
    }
    if (span.kind === 'code') {
      this.#add({
        kind: 'code',
        text: unquote(text)
          .replace(/\n/g, ' ')
          .replace(/^ (.*[^ ].*) $/, '$1'),
      });
      return span.end;
    }
    if (span.kind === 'link' && !isSafeLink(span.href)) this.#addText('[');
    else this.#frames.push({ span, nodes: [] });
    return span.contentStart;
  }

  /** Opens all that goes on at this place. */
  #open(at: number): void {
    this.#frames = [{ span: undefined, nodes: [] }];
    for (const span of this.#spans) {
      const reachesOver = span.start < at && at < span.end && span.kind !== 'link';
      if (reachesOver) this.#frames.push({ span, nodes: [] });
    }
  }

  #flush(): void {
    while (this.#frames.length > 1) this.#closeFrame();
    const nodes = trimBreaks(this.#frames.pop()?.nodes ?? []);
    if (nodes.length > 0) this.#content.push({ kind: 'text', nodes });
  }

  #closeFrame(): void {
    const frame = this.#frames.pop();
    if (frame?.span === undefined || frame.nodes.length === 0) return;
    const { span, nodes: children } = frame;
    if (span.kind === 'link') this.#add({ kind: 'link', href: toHref(span.href), children });
    else if (span.kind !== 'code' && span.kind !== 'fence') this.#add({ kind: span.kind, children });
  }

  #add(node: InlineNode): void {
    if (node.kind === 'text') this.#addText(node.text);
    else this.#frames.at(-1)?.nodes.push(node);
  }

  /** Joins neighbouring texts, so that an edit that only grows a text changes one node. */
  #addText(text: string): void {
    const nodes = this.#frames.at(-1)?.nodes;
    const last = nodes?.at(-1);
    if (last?.kind === 'text') last.text += text;
    else nodes?.push({ kind: 'text', text });
  }
}

function readAtom(text: string, { kind }: Atom): InlineNode {
  if (kind === 'escape') return { kind: 'text', text: text.slice(1) };
  if (kind === 'reference') return readReference(text);
  const url = kind === 'autolink' ? text.slice(1, -1) : text;
  return { kind: 'link', href: toHref(url), children: [{ kind: 'text', text: url }] };
}

function readReference(text: string): InlineNode {
  const { time, style, sigil, id, command, emoji } = matchAt(REFERENCE, text, 0)?.groups ?? {};
  if (time !== undefined) {
    return { kind: 'timestamp', unixSec: Number(time), style: (style ?? 'f') as TimestampStyle };
  }
  if (command !== undefined) return { kind: 'command-mention', name: command };
  if (emoji !== undefined) return { kind: 'text', text: `:${emoji}:` };
  const target = sigil === '#' ? 'channel' : sigil === '@&' ? 'role' : 'user';
  return { kind: 'mention', target, id: id ?? '' };
}

function unquote(text: string): string {
  return text.replace(/^ *>(?: |$)/gm, '');
}

/** A code block brings its own line breaks. */
function trimBreaks(nodes: InlineNode[]): InlineNode[] {
  const isEmpty = (node: InlineNode | undefined) =>
    node?.kind === 'break' || (node?.kind === 'text' && node.text.trim() === '');
  let start = 0;
  let end = nodes.length;
  while (start < end && isEmpty(nodes[start])) start++;
  while (end > start && isEmpty(nodes[end - 1])) end--;
  return nodes.slice(start, end);
}
