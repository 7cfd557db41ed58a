/** What was said and heard, for a transcript. Pure. */
export interface Line {
  speaker: 'person' | 'libra';
  text: string;
}

const MAX_LINES = 400;

export function withLine(lines: readonly Line[], line: Line): Line[] {
  return [...lines, line].slice(-MAX_LINES);
}

/** The last answer was interrupted. `heard` null: nothing of it was heard, and its question goes on. */
export function withHeard(lines: readonly Line[], heard: string | null): Line[] {
  const before = lines.at(-1)?.speaker === 'libra' ? lines.slice(0, -1) : lines;
  if (heard !== null) return withLine(before, { speaker: 'libra', text: `${heard}…` });
  return before.slice(
    0,
    before.findLastIndex(({ speaker }) => speaker === 'person'),
  );
}
