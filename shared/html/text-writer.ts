/** Collects running text: white space is one space, blocks are apart by line breaks. */
export interface TextWriter {
  /** White space in it is collapsed. */
  write(text: string): void;
  /** As it is, on lines of its own. */
  writeBlock(text: string): void;
  /** At least so many line breaks before the next text. */
  breakLines(count: number): void;
  /** Before the next text, behind the line breaks: the mark of a list item or a heading. */
  mark(text: string): void;
  readonly length: number;
  toText(): string;
}

export function createTextWriter(): TextWriter {
  const pieces: string[] = [];
  let length = 0;
  let breaks = 0;
  let marks = '';
  let needsSpace = false;

  function push(text: string): void {
    pieces.push(text);
    length += text.length;
  }

  function beginText(): void {
    if (length > 0 && breaks > 0) push('\n'.repeat(breaks));
    else if (length > 0 && needsSpace) push(' ');
    if (marks !== '') push(marks);
    breaks = 0;
    marks = '';
    needsSpace = false;
  }

  return {
    write(text) {
      const words = text.replace(/\s+/g, ' ');
      const trimmed = words.trim();
      if (words.startsWith(' ')) needsSpace = true;
      if (trimmed === '') return;
      beginText();
      push(trimmed);
      needsSpace = words.endsWith(' ');
    },
    writeBlock(text) {
      if (text.trim() === '') return;
      breaks = Math.max(breaks, 2);
      beginText();
      push(text);
      breaks = 2;
    },
    breakLines(count) {
      if (count === 0) return;
      breaks = Math.max(breaks, count);
      needsSpace = false;
    },
    mark(text) {
      marks = text;
    },
    get length() {
      return length;
    },
    toText: () => pieces.join(''),
  };
}
