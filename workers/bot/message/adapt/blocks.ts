/**
 * The code blocks of a text, as Discord is to be given them. It knows three backticks alone, and ends a block at the next three.
 *
 * - A block in tildes, or in four or more backticks, gets three; in it tildes stand for backticks, which mean the same in Markdown.
 * - A block that holds nothing gets a blank: the first character of a block is never a part of what ends it.
 * - A row of a table holds its blocks itself: it is no matter of blocks.
 *
 * What was taken for code stays code when more text comes. Pure.
 */
const ROW = /^[ \t>]*\|(?!\|)(?:[^`\n]|`(?!``)|```(?:(?!```)[^\n])+```)*$/;
const FOREIGN = /^(?<indent>[ \t>]*)(?<marks>`{4,}|~{3,})[^`~\n]*$/;
const EMPTY = /(?<opening>```[\w+.#-]*\n)\n*```(?!`)/;
const FENCE = /(?<fence>```)/;
const BLOCK = new RegExp([ROW, FOREIGN, EMPTY, FENCE].map(({ source }) => source).join('|'), 'gm');

const CLOSING = /^[ \t>]*(`+|~+)(?=[ \t\r]*$)/gm;

/** `adaptProse` is given what stands between the blocks. */
export function adaptAroundCode(text: string, adaptProse: (prose: string) => string): string {
  let adapted = '';
  let start = 0;
  const blocks = new RegExp(BLOCK);
  for (let found = blocks.exec(text); found !== null; found = blocks.exec(text)) {
    const { indent = '', marks, opening, fence } = found.groups ?? {};
    const begin = found.index + indent.length;
    let end = blocks.lastIndex;
    let block: string;
    if (marks !== undefined) ({ end, block } = readForeign(text, begin + marks.length, marks));
    else if (opening !== undefined) block = `${opening} \n\`\`\``;
    else if (fence !== undefined) {
      end = endOfFence(text, end);
      block = text.slice(begin, end);
    } else continue;
    adapted += adaptProse(text.slice(start, begin)) + block;
    start = blocks.lastIndex = end;
  }
  return adapted + adaptProse(text.slice(start));
}

function endOfFence(text: string, opened: number): number {
  let content = opened;
  while (text.charAt(content) === '\n') content++;
  const close = text.indexOf('```', content + 1);
  return close === -1 ? text.length : close + 3;
}

/** An open one goes on to the end of the text. */
function readForeign(text: string, opened: number, marks: string): { end: number; block: string } {
  const closings = new RegExp(CLOSING);
  closings.lastIndex = opened;
  let found = closings.exec(text);
  while (found?.[1]?.startsWith(marks) === false) found = closings.exec(text);
  const end = found === null ? text.length : closings.lastIndex;
  const content = text.slice(opened, end - (found?.[1]?.length ?? 0)).replace(/`{3,}/g, '~~~');
  // What may become its end is not shown.
  if (found === null) return { end, block: `\`\`\`${content.replace(/\n[ \t>]*[`~]*$/, '')}` };
  return { end, block: `\`\`\`${content.replace(/^(.*\n)\n*$/, '$1 \n')}\`\`\`` };
}
