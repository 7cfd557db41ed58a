import type { Token } from 'markdown-it';
import { createDiscordGrammar, isSafeLink } from './grammar.ts';
import type { BlockNode, InlineNode } from './nodes.ts';

const grammar = createDiscordGrammar();

/** Reads a message's text, up to a few thousand characters, as Discord's Markdown. Never throws. */
export function parseMarkdown(source: string): BlockNode[] {
  return readBlocks(new TokenCursor(grammar.parse(source, {})));
}

class TokenCursor {
  readonly #tokens: readonly Token[];
  #index = 0;
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }
  next(): Token | undefined {
    const token = this.#tokens[this.#index];
    this.#index += 1;
    return token;
  }
}

/** Reads up to the closing token of the block that is being read, or to the end. */
function readBlocks(cursor: TokenCursor): BlockNode[] {
  const blocks: BlockNode[] = [];
  for (let token = cursor.next(); token !== undefined && token.nesting >= 0; token = cursor.next()) {
    switch (token.type) {
      case 'paragraph_open':
        blocks.push({ kind: 'paragraph', children: readInlineBlock(cursor) });
        break;
      case 'heading_open':
        blocks.push({ kind: 'heading', level: headingLevel(token.tag), children: readInlineBlock(cursor) });
        break;
      case 'subtext_open':
        blocks.push({ kind: 'subtext', children: readInlineBlock(cursor) });
        break;
      case 'blockquote_open':
        blocks.push({ kind: 'quote', children: readBlocks(cursor) });
        break;
      case 'bullet_list_open':
        blocks.push({ kind: 'list', ordered: false, start: 1, items: readItems(cursor) });
        break;
      case 'ordered_list_open':
        blocks.push({
          kind: 'list',
          ordered: true,
          start: Number(token.attrGet('start') ?? 1),
          items: readItems(cursor),
        });
        break;
      case 'fence':
        blocks.push({
          kind: 'code-block',
          language: /^[\w+#.-]{1,30}/.exec(token.info.trim())?.[0]?.toLowerCase() ?? '',
          text: token.content.replace(/\n$/, ''),
        });
        break;
      default:
        if (token.nesting > 0) blocks.push(...readBlocks(cursor));
        else if (token.content !== '') {
          blocks.push({ kind: 'paragraph', children: [{ kind: 'text', text: token.content }] });
        }
    }
  }
  return blocks;
}

function readItems(cursor: TokenCursor): BlockNode[][] {
  const items: BlockNode[][] = [];
  for (let token = cursor.next(); token?.type === 'list_item_open'; token = cursor.next()) {
    items.push(readBlocks(cursor));
  }
  return items;
}

/** An opening token, one `inline` token, a closing token: what a paragraph, heading or subtext consists of. */
function readInlineBlock(cursor: TokenCursor): InlineNode[] {
  const nodes: InlineNode[] = [];
  for (let token = cursor.next(); token !== undefined && token.nesting >= 0; token = cursor.next()) {
    nodes.push(...readInline(new TokenCursor(token.children ?? [])));
  }
  return nodes;
}

function readInline(cursor: TokenCursor): InlineNode[] {
  const nodes: InlineNode[] = [];
  for (let token = cursor.next(); token !== undefined && token.nesting >= 0; token = cursor.next()) {
    switch (token.type) {
      case 'softbreak':
      case 'hardbreak':
        nodes.push({ kind: 'break' });
        break;
      case 'code_inline':
        nodes.push({ kind: 'code', text: token.content });
        break;
      case 'strong_open': {
        const kind = token.markup === '__' ? 'underline' : 'strong';
        nodes.push({ kind, children: readInline(cursor) });
        break;
      }
      case 'em_open':
        nodes.push({ kind: 'emphasis', children: readInline(cursor) });
        break;
      case 's_open':
        nodes.push({ kind: 'strike', children: readInline(cursor) });
        break;
      case 'spoiler_open':
        nodes.push({ kind: 'spoiler', children: readInline(cursor) });
        break;
      case 'link_open': {
        const href = String(token.attrGet('href') ?? '');
        const children = readInline(cursor);
        if (isSafeLink(href)) nodes.push({ kind: 'link', href, children });
        else nodes.push(...children);
        break;
      }
      case 'discord_reference':
        nodes.push(token.meta as InlineNode);
        break;
      default:
        if (token.nesting > 0) nodes.push(...readInline(cursor));
        else appendText(nodes, token.content);
    }
  }
  return nodes;
}

/** Joins neighbouring texts, so that an edit that only grows a text changes one node. */
function appendText(nodes: InlineNode[], text: string): void {
  if (text === '') return;
  const last = nodes.at(-1);
  if (last?.kind === 'text') last.text += text;
  else nodes.push({ kind: 'text', text });
}

function headingLevel(tag: string): 1 | 2 | 3 {
  return tag === 'h1' ? 1 : tag === 'h2' ? 2 : 3;
}
