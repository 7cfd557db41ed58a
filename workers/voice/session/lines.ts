/** What was said and heard, for a transcript. Pure. */
export interface Line {
  speaker: 'person' | 'libra';
  text: string;
}

const MAX_LINES = 400;
/** Two bytes each: a stored value has 2 MB, and holds the newest events as well. */
const MAX_CHARS = 300_000;

export function withLine(lines: readonly Line[], line: Line): Line[] {
  const kept = [...lines, line].slice(-MAX_LINES);
  let chars = kept.reduce((sum, { text }) => sum + text.length, 0);
  while (chars > MAX_CHARS && kept.length > 1) chars -= kept.shift()?.text.length ?? 0;
  return kept;
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
