/**
 * A code block in four or more backticks holds code blocks itself. Discord ends any block at the next three: so it gets three, and
 * tildes go where its own marks stand, which mean the same in Markdown. Pure.
 */

/** Where such a block that begins at `open` ends; undefined when none begins there. An open one goes on to the end of the text. */
export function endOfLongFence(text: string, open: number): number | undefined {
  const ticks = runAt(text, open);
  if (ticks < 4 || !beginsLine(text, open)) return undefined;
  INFO.lastIndex = open + ticks;
  if (!INFO.test(text)) return undefined;
  for (let start = text.indexOf('\n', open); start !== -1; start = text.indexOf('\n', start + 1)) {
    let close = start + 1;
    while (text.charAt(close) === ' ' || text.charAt(close) === '\t') close++;
    const end = close + runAt(text, close);
    if (end - close >= ticks && (end === text.length || text.charAt(end) === '\n')) return end;
  }
  return text.length;
}

/** The language, up to the end of the line. */
const INFO = /[^`\n]*(?:\n|$)/y;

function beginsLine(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charAt(before) === ' ' || text.charAt(before) === '\t') before--;
  return before < 0 || text.charAt(before) === '\n';
}

/** `block`: from its first backtick to its end. */
export function shortenFence(block: string): string {
  const ticks = runAt(block, 0);
  const closing = /\n[ \t]*`+$/.exec(block);
  const isClosed = closing !== null && closing[0].trim().length >= ticks;
  const end = isClosed ? block.length - closing[0].trim().length : block.length;
  return `\`\`\`${block.slice(ticks, end).replace(/`{3,}/g, '~~~')}${isClosed ? '```' : ''}`;
}

function runAt(text: string, start: number): number {
  let end = start;
  while (text.charAt(end) === '`') end++;
  return end - start;
}
