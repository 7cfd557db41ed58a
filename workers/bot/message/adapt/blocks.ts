/**
 * The code blocks of a text, as Discord is to be given them. It knows three backticks alone, and ends a block at the next three.
 *
 * - A block in tildes, or in four or more backticks, gets three; in it tildes stand for backticks, which mean the same in Markdown.
 *   Tildes alone on a line may be a wave: without a language they are a block once it has ended.
 * - A block that holds nothing gets a blank: the first character of a block is never a part of what ends it.
 * - A row of a table holds its blocks itself: it is no matter of blocks.
 *
 * What was taken for code stays code when more text comes. Pure.
 */
const ROW = /^[ \t>]*\|(?!\|)(?:[^`\n]|`(?!``)|```(?:(?!```)[^\n])+```)*$/;
const FOREIGN = /^(?<indent>[ \t>]*)(?<marks>`{4,}(?=[^`\n]*$)|~{3,}(?=(?<language>[\w+.#-]*)[ \t]*$))/;
const EMPTY = /(?<opening>```[\w+.#-]*\n)\n*```(?!`)/;
/** With the first character of its content, which is a part of no end. */
const FENCE = /(?<fence>```\n*.?)/;
const BLOCK = new RegExp([ROW, FOREIGN, EMPTY, FENCE].map(({ source }) => source).join('|'), 'gm');

const CLOSING = /^[ \t>]*(`+|~+)(?=[ \t\r]*$)/gm;

/** `adaptProse` is given what stands between the blocks. */
export function adaptAroundCode(text: string, adaptProse: (prose: string) => string): string {
  let adapted = '';
  let start = 0;
  /** One that no other ends has been met: it is looked for once. */
  let hasWave = false;
  const blocks = new RegExp(BLOCK);
  for (let found = blocks.exec(text); found !== null; found = blocks.exec(text)) {
    const { indent = '', marks, language, opening, fence } = found.groups ?? {};
    const begin = found.index + indent.length;
    let end = blocks.lastIndex;
    let block: string;
    if (marks !== undefined) {
      const mayBeWave = language === '';
      const foreign: Foreign | null = mayBeWave && hasWave ? null : readForeign(text, end, marks, mayBeWave);
      hasWave ||= foreign === null;
      if (foreign === null) continue;
      ({ end, block } = foreign);
    } else if (opening !== undefined) block = `${opening} \n\`\`\``;
    else if (fence !== undefined) {
      const close = text.indexOf('```', end);
      end = close === -1 ? text.length : close + 3;
      block = text.slice(begin, end);
    } else continue;
    adapted += adaptProse(text.slice(start, begin)) + block;
    start = blocks.lastIndex = end;
  }
  return adapted + adaptProse(text.slice(start));
}

interface Foreign {
  end: number;
  block: string;
}

/** An open one goes on to the end of the text. Null: it is a wave. */
function readForeign(text: string, opened: number, marks: string, mayBeWave: boolean): Foreign | null {
  const closings = new RegExp(CLOSING);
  closings.lastIndex = opened;
  let found = closings.exec(text);
  while (found?.[1]?.startsWith(marks) === false) found = closings.exec(text);
  if (found === null && mayBeWave) return null;
  const end = found === null ? text.length : closings.lastIndex;
  const content = text.slice(opened, end - (found?.[1]?.length ?? 0)).replace(/`{3,}/g, '~~~');
  const shown = found === null ? content : `${content.replace(/^(.*\n)\n*$/, '$1 \n')}\`\`\``;
  return { end, block: `\`\`\`${shown}` };
}
