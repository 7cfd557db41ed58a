import { expect, it } from 'vitest';
import { transcriptOf } from './transcript.ts';

it('has what both have said, in order, and no empty line of an answer that never came', () => {
  const lines = [
    { speaker: 'person', text: '뭐예요?' },
    { speaker: 'libra', text: '사과예요.' },
    { speaker: 'person', text: '왜요?' },
    { speaker: 'libra', text: '' },
  ] as const;
  expect(transcriptOf(lines, { person: '나', libra: 'Libra' })).toBe(
    '나: 뭐예요?\n\nLibra: 사과예요.\n\n나: 왜요?\n',
  );
});
