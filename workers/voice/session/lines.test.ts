import { expect, it } from 'vitest';
import { type Line, withLine } from './lines.ts';

it('keeps what one stored value can hold, the newest lines', () => {
  let lines: Line[] = [];
  for (let n = 0; n < 400; n += 1)
    lines = withLine(lines, { speaker: 'person', text: `${n} ${'가'.repeat(6_000)}` });
  expect(lines.at(-1)?.text).toMatch(/^399 /);
  expect(lines.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(500_000);
  expect(lines.length).toBeGreaterThan(40);
});
