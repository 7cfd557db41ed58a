/** What a whole line is: a small heading, a rule, a task. Pure. */
import { withoutClosingMarks } from '../../../../shared/text/trim-end.ts';

const SMALL_HEADING = /^((?: *> ?)?) {0,3}#{4,6}[ \t]+(\S.*)$/;
const RULE = /^((?: *> ?)?) {0,3}([-*_])(?:[ \t]*\2){2,}[ \t]*$/;
const TASK = /^((?: *> ?)?\s*(?:[-*+]|\d{1,9}\.)[ \t]+)\[([ xX])\](?=[ \t]+\S)/;

/** A rule becomes a thin line: a blank one would not tell two parts from two paragraphs. */
const THIN_LINE = '────────────';

export function adaptLine(line: string): string {
  const heading = SMALL_HEADING.exec(line);
  if (heading !== null) {
    return `${heading[1] ?? ''}**${withoutClosingMarks(heading[2] ?? '').replaceAll('**', '')}**`;
  }
  const rule = RULE.exec(line);
  if (rule !== null) return `${rule[1] ?? ''}${THIN_LINE}`;
  return line.replace(TASK, (_, before: string, mark: string) => `${before}${mark === ' ' ? '☐' : '☑'}`);
}
