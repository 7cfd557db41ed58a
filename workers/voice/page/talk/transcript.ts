/** What was said, as a text file that the person keeps. Pure. */
import type { Line } from './captions.ts';

export function transcriptOf(
  lines: readonly Pick<Line, 'speaker' | 'text'>[],
  names: Record<Line['speaker'], string>,
): string {
  const said = lines.filter(({ text }) => text !== '');
  return `${said.map(({ speaker, text }) => `${names[speaker]}: ${text}`).join('\n\n')}\n`;
}
