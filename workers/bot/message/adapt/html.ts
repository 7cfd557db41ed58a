/** The few HTML tags that models write into markdown. Pure. */
import { toSubscript, toSuperscript } from './scripts.ts';

const MARKS: Readonly<Record<string, string>> = {
  b: '**',
  strong: '**',
  i: '*',
  em: '*',
  u: '__',
  ins: '__',
  s: '~~',
  del: '~~',
  strike: '~~',
  code: '`',
  kbd: '`',
};

const BREAK = /<br\s*\/?>/gi;
const PAIR = /<(b|strong|i|em|u|ins|s|del|strike|code|kbd|sub|sup)>([^<>\n]+)<\/\1>/gi;

/** A line's text outside code. Only pairs on one line count; anything else stays as it is. */
export function adaptHtml(text: string): string {
  if (!text.includes('<')) return text;
  let before = text.replace(BREAK, '\n');
  // From the inside out: a pair that held another holds text afterwards.
  for (let depth = 0; depth < 4; depth++) {
    const after = before.replace(PAIR, (whole, tag: string, content: string) =>
      replacePair(whole, tag, content),
    );
    if (after === before) break;
    before = after;
  }
  return before;
}

function replacePair(whole: string, tag: string, content: string): string {
  const name = tag.toLowerCase();
  if (name === 'sub') return toSubscript(content) ?? content;
  if (name === 'sup') return toSuperscript(content) ?? `^${content}`;
  const mark = MARKS[name];
  return mark === undefined || content.trim() !== content ? whole : mark + content + mark;
}
