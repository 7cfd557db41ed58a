/**
 * The code of a text, as Markdown and Discord have it: one notion for all who show, read, search or speak a text.
 *
 * - Three backticks open a block anywhere, and the next three end it, as Discord has it.
 * - Tildes and four or more backticks open one at the start of a line, and as many alone on a line end it. Tildes alone on a line
 *   may be a wave: without a language they are a block once it has ended.
 * - One that does not end goes on to the end of the text. A row of a table holds its blocks itself: it is no matter of blocks.
 *
 * What was taken for a block stays one when more text comes, but for what turns out to stand in bare tildes. Pure.
 */
export interface CodeBlock {
  /** All of it. */
  text: string;
  /** Between its marks, with its language and its line feeds. */
  content: string;
  /** In three backticks. */
  isPlain: boolean;
  hasEnded: boolean;
  /** But for its language, and not as long as what ends it may be longer. */
  isEmpty: boolean;
}

const PLAIN = '```';
const ROW = /^[ \t>]*\|(?!\|)(?:[^`\n]|`(?!``)|```(?:(?!```)[^\n])+```)*$/;
const FOREIGN = /^(?<indent>[ \t>]*)(?<marks>`{4,}(?=[^`\n]*$)|~{3,}(?=(?<language>[\w+.#-]*)[ \t\r]*$))/;
const EMPTY = /```[\w+.#-]*\n+(?=```(?!`))/;
/** With the first character of its content, which is a part of no end. */
const FENCE = /```\n*.?/;
const BLOCK = new RegExp(`${ROW.source}|${FOREIGN.source}|(?<fence>${EMPTY.source}|${FENCE.source})`, 'gm');

const NOTHING = /^[\w+.#-]*\n+$/;
const CLOSING = /^[ \t>]*(`+|~+)(?=[ \t\r]*$)/gm;

/** The text with its parts changed: what stands between the blocks, and the blocks. */
export function mapCodeBlocks(
  text: string,
  changeProse: (prose: string) => string,
  changeBlock: (block: CodeBlock) => string,
): string {
  let changed = '';
  let start = 0;
  /** One that no other ends has been met: it is looked for once. */
  let hasWave = false;
  const blocks = new RegExp(BLOCK);
  for (let found = blocks.exec(text); found !== null; found = blocks.exec(text)) {
    const { indent = '', marks, language, fence } = found.groups ?? {};
    const mayBeWave = language === '';
    if ((marks ?? fence) === undefined || (mayBeWave && hasWave)) continue;
    const closing = closingOf(text, blocks.lastIndex, marks);
    hasWave ||= mayBeWave && closing === null;
    if (mayBeWave && hasWave) continue;
    const begin = found.index + indent.length;
    const end = closing?.end ?? text.length;
    const content = text.slice(begin + (marks ?? PLAIN).length, closing?.start);
    changed += changeProse(text.slice(start, begin));
    changed += changeBlock({
      text: text.slice(begin, end),
      content,
      isPlain: marks === undefined,
      hasEnded: closing !== null,
      isEmpty: closing !== null && NOTHING.test(content) && text.charAt(end) !== '`',
    });
    start = blocks.lastIndex = end;
  }
  return changed + changeProse(text.slice(start));
}

const OPENING = /^(?:`+|~+)(?:[\w+.#-]*(?=[ \t\r]*\n))?/;

/** What opens the block in which a text ends: its marks and its language. Null: it ends outside of one. */
export function findOpenBlock(text: string): string | null {
  let found: string | null = null;
  mapCodeBlocks(
    text,
    (prose) => prose,
    (block) => {
      if (!block.hasEnded) found = OPENING.exec(block.text)?.[0] ?? null;
      return '';
    },
  );
  return found;
}

/** Of the marks that end a block, when there are such. */
function closingOf(
  text: string,
  opened: number,
  marks: string | undefined,
): { start: number; end: number } | null {
  if (marks === undefined) {
    const start = text.indexOf(PLAIN, opened);
    return start === -1 ? null : { start, end: start + PLAIN.length };
  }
  const closings = new RegExp(CLOSING);
  closings.lastIndex = opened;
  let found = closings.exec(text);
  while (found?.[1]?.startsWith(marks) === false) found = closings.exec(text);
  const [, run = ''] = found ?? [];
  return found === null ? null : { start: closings.lastIndex - run.length, end: closings.lastIndex };
}

/** Code within a line. */
const SPAN = /(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g;

/** As `mapCodeBlocks`, with what is code within a line. */
export function mapCode(
  text: string,
  changeProse: (prose: string) => string,
  changeCode: (code: string) => string,
): string {
  const changeLines = (prose: string) => {
    let changed = '';
    let start = 0;
    for (const { index, 0: span } of prose.matchAll(SPAN)) {
      changed += changeProse(prose.slice(start, index)) + changeCode(span);
      start = index + span.length;
    }
    return changed + changeProse(prose.slice(start));
  };
  return mapCodeBlocks(text, changeLines, (block) => changeCode(block.text));
}
