/**
 * A text without any of `chars` at its end. A pattern that ends in `[ \t]*#*[ \t]*$` looks for its end anew at every place, and in
 * every way to part the spaces: a thousand of them take a minute. This looks at each character once. Pure.
 */
export function trimEndOf(text: string, chars: string): string {
  let end = text.length;
  while (end > 0 && chars.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/**
 * What a heading of markdown says, without the marks that may close it: `A ##` is `A`, `C#` itself. `written` begins with no space.
 */
export function withoutClosingMarks(written: string): string {
  const line = trimEndOf(written, ' \t');
  const open = trimEndOf(line, '#');
  if (open === '') return line.slice(0, 1);
  const said = trimEndOf(open, ' \t');
  return said === open ? line : said;
}
