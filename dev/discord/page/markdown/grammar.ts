import MarkdownIt, {
  type MarkdownIt as MarkdownParser,
  type StateBlock,
  type StateInline,
} from 'markdown-it';

/** How deep quotes may stand within quotes; a longer row of `>` stays text. */
const MAX_QUOTE_DEPTH = 4;

/**
 * markdown-it with Discord's grammar in place of CommonMark's: line breaks count, there is no HTML, no image, no table,
 * no rule and no indented code; `__x__` underlines, `||x||` hides, `-# x` is small, and `<t:…>`, `<@…>`, `<#…>` and
 * `</…>` are read.
 */
export function createDiscordGrammar(): MarkdownParser {
  const md = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false, maxNesting: 20 });
  md.disable([
    'table',
    'hr',
    'image',
    'reference',
    'lheading',
    'code',
    'html_block',
    'html_inline',
    'entity',
  ]);
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  md.linkify.add('ftp:', null).add('//', null);
  md.validateLink = isSafeLink;

  // Discord closes emphasis wherever no space stands before the marker. CommonMark wants a word boundary, which Korean
  // does not have: `**"중요"**는` would keep its stars.
  const CommonMarkState = md.inline.State;
  md.inline.State = class extends CommonMarkState {
    override scanDelims(start: number, canSplitWord: boolean) {
      const scanned = super.scanDelims(start, canSplitWord);
      if (!canSplitWord) return scanned;
      const before = this.src.charAt(start - 1);
      const after = this.src.charAt(start + scanned.length);
      return {
        length: scanned.length,
        can_open: after !== '' && !/\s/.test(after),
        can_close: before !== '' && !/\s/.test(before),
      };
    }
  };

  md.inline.ruler.at('text', text);
  md.inline.ruler.before('link', 'spoiler', spoiler);
  md.inline.ruler.before('autolink', 'discord_reference', discordReference);
  md.block.ruler.at('blockquote', quote, { alt: ['paragraph', 'blockquote', 'list'] });
  md.block.ruler.before('heading', 'subtext', subtext, { alt: ['paragraph', 'blockquote'] });
  md.block.ruler.before('heading', 'long_heading', refuseLongHeading);
  return md;
}

/** True for the three kinds of link that Discord makes clickable. */
export function isSafeLink(url: string): boolean {
  return /^(https?:\/\/[^/]|mailto:[^\s])/i.test(url.trim());
}

/** markdown-it's own text rule runs past `|`, which begins a spoiler here. */
function text(state: StateInline, silent: boolean): boolean {
  const run = /[^\n!#$%&*+\-:<=>@[\\\]^_`{|}~]+/y;
  run.lastIndex = state.pos;
  const end = run.test(state.src) ? Math.min(run.lastIndex, state.posMax) : state.pos;
  if (end === state.pos) return false;
  if (!silent) state.pending += state.src.slice(state.pos, end);
  state.pos = end;
  return true;
}

function spoiler(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith('||', state.pos)) return false;
  const start = state.pos + 2;
  const end = state.src.indexOf('||', start + 1);
  if (end < 0 || end + 2 > state.posMax || state.src.slice(start, end).trim() === '') return false;
  if (!silent) {
    const outerEnd = state.posMax;
    state.pos = start;
    state.posMax = end;
    state.push('spoiler_open', '', 1);
    state.md.inline.tokenize(state);
    state.push('spoiler_close', '', -1);
    state.posMax = outerEnd;
  }
  state.pos = end + 2;
  return true;
}

const DISCORD_REFERENCE =
  /<(?:t:(?<time>-?\d{1,13})(?::(?<style>[tTdDfFR]))?|(?<sigil>@!?|@&|#)(?<id>\d{1,20})|\/(?<command>[^:<>\n]{1,100}):\d{1,20}|a?:(?<emoji>\w{2,32}):\d{1,20})>/y;

/** `<t:1700000000:R>`, `<@1>`, `<@&1>`, `<#1>`, `</help:1>`, `<:name:1>`. */
function discordReference(state: StateInline, silent: boolean): boolean {
  DISCORD_REFERENCE.lastIndex = state.pos;
  const match = DISCORD_REFERENCE.exec(state.src);
  if (match === null || DISCORD_REFERENCE.lastIndex > state.posMax) return false;
  if (!silent) {
    const { time, style, sigil, id, command, emoji } = match.groups ?? {};
    const token = state.push('discord_reference', '', 0);
    if (time !== undefined) token.meta = { kind: 'timestamp', unixSec: Number(time), style: style ?? 'f' };
    else if (command !== undefined) token.meta = { kind: 'command-mention', name: command };
    else if (emoji !== undefined) token.meta = { kind: 'text', text: `:${emoji}:` };
    else {
      const target = sigil === '#' ? 'channel' : sigil === '@&' ? 'role' : 'user';
      token.meta = { kind: 'mention', target, id };
    }
  }
  state.pos += match[0].length;
  return true;
}

/** The text of a line without its indentation, as long as the block that it stands in reaches so far. */
function lineText(state: StateBlock, line: number): string {
  const start = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
  return state.src.slice(start, state.eMarks[line]);
}

/** `> ` quotes its own line and no more (no lazy continuation); `>>> ` quotes all that follows. */
function quote(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const first = lineText(state, startLine);
  const toTheEnd = first.startsWith('>>> ');
  if (!toTheEnd && !first.startsWith('> ')) return false;
  const depth = Number(state.env.quoteDepth ?? 0);
  if (depth >= MAX_QUOTE_DEPTH) return false;
  if (silent) return true;

  const lines: string[] = [];
  let line = startLine;
  if (toTheEnd) {
    lines.push(first.slice(4), state.getLines(startLine + 1, endLine, state.blkIndent, false));
    line = endLine;
  } else {
    for (; line < endLine; line += 1) {
      const current = lineText(state, line);
      if (!current.startsWith('> ') && current !== '>') break;
      lines.push(current.slice(2));
    }
  }
  state.line = line;
  state.push('blockquote_open', '', 1);
  state.env.quoteDepth = depth + 1;
  state.md.block.parse(lines.join('\n'), state.md, state.env, state.tokens);
  state.env.quoteDepth = depth;
  state.push('blockquote_close', '', -1);
  return true;
}

function subtext(state: StateBlock, startLine: number, _endLine: number, silent: boolean): boolean {
  const line = lineText(state, startLine);
  if (!/^-# \s*\S/.test(line)) return false;
  if (silent) return true;
  state.push('subtext_open', '', 1);
  const inline = state.push('inline', '', 0);
  inline.content = line.slice(3).trim();
  inline.map = [startLine, startLine + 1];
  inline.children = [];
  state.push('subtext_close', '', -1);
  state.line = startLine + 1;
  return true;
}

/** `####` and longer are no headings in Discord: the line is a paragraph of its own. */
function refuseLongHeading(state: StateBlock, startLine: number, _endLine: number, silent: boolean): boolean {
  const line = lineText(state, startLine);
  if (silent || !/^#{4,6}(\s|$)/.test(line)) return false;
  state.push('paragraph_open', '', 1);
  const inline = state.push('inline', '', 0);
  inline.content = line.trim();
  inline.map = [startLine, startLine + 1];
  inline.children = [];
  state.push('paragraph_close', '', -1);
  state.line = startLine + 1;
  return true;
}
