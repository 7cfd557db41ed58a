/** Markdown in parts, each under the headings that it stands under. Pure. */
import { withoutClosingMarks } from '../text/trim-end.ts';
import type { Part } from './chunk.ts';

/** What stands behind it decides nothing, so that a line is read once; its end is cut off by `titleOf`. */
const HEADING = /^ {0,3}(#{1,6})[ \t]+([^ \t][\s\S]*)$/;
const LINE_BREAK = /\r\n?|\n/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const MARKS = /[*_`~]|\[(?=[^\]]*\]\()|\]\([^)]*\)/g;
const MAX_HEADING_CHARS = 120;
/** With its marks; more of it is not looked at. */
const MAX_MARKED_CHARS = 4 * MAX_HEADING_CHARS;

export function readMarkdown(text: string): Part[] {
  const parts: Part[] = [];
  /** By their level, from 1. */
  const path: string[] = [];
  let lines: string[] = [];
  let fence: string | null = null;
  const end = () => {
    const heading = path.filter((each) => each !== undefined).join(' › ');
    const body = lines.join('\n').trim();
    // A heading alone says something, too: the title of a document that begins with it.
    if (body !== '') parts.push({ text: body, ...(heading === '' ? {} : { heading }) });
    lines = [];
  };
  for (const line of text.split(LINE_BREAK)) {
    const mark = FENCE.exec(line)?.[1]?.[0] ?? null;
    if (mark !== null && (fence === null || fence === mark)) fence = fence === null ? mark : null;
    const [, level, title] = fence === null ? (HEADING.exec(line) ?? []) : [];
    if (level === undefined || title === undefined) {
      lines.push(line);
      continue;
    }
    end();
    path.length = level.length - 1;
    path[level.length - 1] = titleOf(title);
  }
  end();
  return parts;
}

function titleOf(written: string): string {
  return withoutClosingMarks(written)
    .slice(0, MAX_MARKED_CHARS)
    .replaceAll(MARKS, '')
    .slice(0, MAX_HEADING_CHARS)
    .toWellFormed();
}
