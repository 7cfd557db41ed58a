import type { Line } from '../../../../workers/bot/discord/markdown/lines.ts';
import { scan } from '../../../../workers/bot/discord/markdown/scan.ts';
import { type Content, createInlineReader, type Range } from './inline.ts';
import type { BlockNode, InlineNode } from './nodes.ts';

type InlineReader = (lines: readonly Range[]) => Content[];
type Blocks = BlockNode[];

/**
 * Reads a message's text, up to a few thousand characters, as Discord's markdown: by the same scanner that Libra splits
 * its answers with. Never throws.
 */
export function parseMarkdown(source: string): BlockNode[] {
  const scanned = scan(source, 'whole');
  const read = createInlineReader(source, scanned);
  const blocks: Blocks = [];
  for (const group of groupBy(scanned.lines, (line, first) => line.quote === first.quote)) {
    const children = readBlocks(group, source, read);
    if (group[0]?.quote === '') blocks.push(...children);
    else blocks.push({ kind: 'quote', children });
  }
  return blocks;
}

/** Neighbours that belong to the first of their group. */
function groupBy<Item>(items: readonly Item[], belongs: (item: Item, first: Item) => boolean): Item[][] {
  const groups: Item[][] = [];
  for (const item of items) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group !== undefined && first !== undefined && belongs(item, first)) group.push(item);
    else groups.push([item]);
  }
  return groups;
}

function readBlocks(lines: readonly Line[], source: string, read: InlineReader): Blocks {
  const blocks: Blocks = [];
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] as Line;
    const end = endOfBlock(lines, index, source);
    const group = lines.slice(index, end);
    if (line.kind === 'item') blocks.push(...readLists(group, read));
    else if (line.kind !== 'blank') blocks.push(...readContent(group, read, wrapOf(line)));
    index = end;
  }
  return blocks;
}

function endOfBlock(lines: readonly Line[], start: number, source: string): number {
  const first = lines[start] as Line;
  let end = start + 1;
  if (first.kind === 'item') {
    // Indented text belongs to its item, and a blank line between items to the list.
    while (end < lines.length && isInList(lines, end, source)) end++;
    return end;
  }
  if (first.kind !== 'text' || isLongHeading(first, source)) return end;
  while (lines[end]?.kind === 'text' && !isLongHeading(lines[end] as Line, source)) end++;
  return end;
}

function isInList(lines: readonly Line[], index: number, source: string): boolean {
  const line = lines[index] as Line;
  if (line.kind === 'item') return true;
  if (line.kind === 'text') return /\s/.test(source.charAt(line.contentStart));
  return line.kind === 'blank' && index + 1 < lines.length && isInList(lines, index + 1, source);
}

/** `####` and longer are no headings in Discord: the line is a paragraph of its own. */
function isLongHeading(line: Line, source: string): boolean {
  return /^#{4,6}\s/.test(source.slice(line.contentStart, line.contentStart + 8));
}

type Wrap = (children: InlineNode[]) => BlockNode;

function wrapOf(line: Line): Wrap {
  if (line.kind === 'heading') {
    const level = line.level === 1 ? 1 : line.level === 2 ? 2 : 3;
    return (children) => ({ kind: 'heading', level, children });
  }
  if (line.kind === 'subtext') return (children) => ({ kind: 'subtext', children });
  return paragraph;
}

function paragraph(children: InlineNode[]): BlockNode {
  return { kind: 'paragraph', children };
}

function readContent(lines: readonly Line[], read: InlineReader, wrap: Wrap): Blocks {
  return read(lines.map(({ contentStart, end }) => ({ start: contentStart, end }))).map((content) => {
    if (content.kind === 'text') return wrap(content.nodes);
    return content.isHidden ? { kind: 'spoiler', children: [content.block] } : content.block;
  });
}

function readLists(lines: readonly Line[], read: InlineReader): Blocks {
  const items = groupBy(lines, (line) => line.kind !== 'item');
  const lists: Blocks = [];
  for (let index = 0; index < items.length; ) {
    const first = items[index]?.[0] as Line;
    const ordered = isOrdered(first);
    const list: Extract<BlockNode, { kind: 'list' }> = {
      kind: 'list',
      ordered,
      start: ordered ? Number.parseInt(first.bullet, 10) : 1,
      items: [],
    };
    while (index < items.length) {
      const [line] = items[index] as [Line];
      if (line.indent <= first.indent && isOrdered(line) !== ordered) break;
      let end = index + 1;
      while ((items[end]?.[0]?.indent ?? -1) > first.indent) end++;
      const own = (items[index] as Line[]).filter(({ kind }) => kind !== 'blank');
      const nested = items.slice(index + 1, end).flat();
      list.items.push([...readContent(own, read, paragraph), ...readLists(nested, read)]);
      index = end;
    }
    lists.push(list);
  }
  return lists;
}

function isOrdered({ bullet }: Line): boolean {
  return /\d/.test(bullet);
}
