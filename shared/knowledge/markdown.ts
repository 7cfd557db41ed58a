/** Markdown in parts, each under the headings that it stands under. Pure. */
import { withoutClosingMarks } from '../text/trim-end.ts';
import type { Part } from './chunk.ts';

/** What stands behind it decides nothing, so that a line is read once; its end is cut off by `titleOf`. */
const HEADING = /^ {0,3}(#{1,6})[ \t]+([^ \t][\s\S]*)$/;
const LINE_BREAK = /\r\n?|\n/;
/** Backticks with more of them behind are code within a line. */
const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})([\s\S]*)$/;
/** Code as it is. Within a word `_` marks nothing, and a single `~` stands between two times: `MAX_SIZE`, `10~12시`. */
const MARKS = /`([^`]*)`|[*`]|~~|(?<!\S)_+|_+(?!\S)|\[(?=[^\]]*\]\()|\]\([^)]*\)/g;
const MAX_HEADING_CHARS = 120;
/** With its marks; more of it is not looked at. */
const MAX_MARKED_CHARS = 4 * MAX_HEADING_CHARS;

export function readMarkdown(text: string): Part[] {
  const parts: Part[] = [];
  /** By their level, from 1. */
  const path: string[] = [];
  let lines: string[] = [];
  let fence: string | null = null;
  /** `nextLevel`: of the heading that follows; 0: none does. */
  const end = (nextLevel: number) => {
    const body = lines.join('\n').trim();
    // A heading under which nothing stands may say all there is: it is text of what it stands under itself.
    const isAlone = body === '' && nextLevel <= path.length;
    const [text = '', above] = isAlone ? [path.at(-1), path.slice(0, -1)] : [body, path];
    const heading = above.filter((each) => each !== undefined).join(' › ');
    if (text !== '') parts.push({ text, ...(heading === '' ? {} : { heading }) });
    lines = [];
  };
  for (const line of text.split(LINE_BREAK)) {
    const [, mark, behind = ''] = FENCE.exec(line) ?? [];
    if (mark !== undefined && fence === null) fence = mark;
    else if (fence !== null && mark?.startsWith(fence) && behind.trim() === '') fence = null;
    const [, level, title] = fence === null ? (HEADING.exec(line) ?? []) : [];
    if (level === undefined || title === undefined) {
      lines.push(line);
      continue;
    }
    end(level.length);
    const written = withoutClosingMarks(title);
    path.length = level.length - 1;
    path[level.length - 1] = titleOf(written);
    // All of it is text, where a heading has no room for it.
    if (written.length > MAX_HEADING_CHARS) lines.push(written);
  }
  end(0);
  return parts;
}

function titleOf(written: string): string {
  return written
    .slice(0, MAX_MARKED_CHARS)
    .replaceAll(MARKS, '$1')
    .slice(0, MAX_HEADING_CHARS)
    .toWellFormed();
}
