import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatPrompt, formatStamp, formatWord, holdsWords, parsePrompt, readStamps } from './protocol.ts';

it('finds the newest script in a body that also holds a remembered conversation', () => {
  const body = JSON.stringify({
    messages: [
      { role: 'user', content: formatPrompt({ deltas: 1, gapMs: 2 }, 'a') },
      { role: 'user', content: formatPrompt({ deltas: 64, gapMs: 20 }, 'b') },
    ],
  });
  expect(parsePrompt(body)).toEqual({ deltas: 64, gapMs: 20 });
  expect(parsePrompt('{}')).toBe(undefined);
});

it('reads every stamp once, wherever the bytes are cut', () => {
  const text = `data: ${formatStamp(1)}\n\ndata: ${formatStamp(22)}\n\n`;
  for (let cut = 0; cut <= text.length; cut += 1) {
    const first = readStamps(text.slice(0, cut));
    const second = readStamps(first.rest + text.slice(cut));
    expect([...first.stamps, ...second.stamps]).toEqual([1, 22]);
  }
});

it('reads back every script that it writes', () => {
  const scripts = fc.record({
    deltas: fc.nat(),
    gapMs: fc.nat(),
    content: fc.constantFrom('words' as const, 'stamps' as const),
  });
  fc.assert(
    fc.property(scripts, ({ content, ...pace }) => {
      const read = parsePrompt(formatPrompt({ ...pace, content }, 'salt'));
      expect(read).toEqual(content === 'words' ? { ...pace, content } : pace);
    }),
  );
});

it('finds the words of an answer in frames and in messages, and notices a missing, doubled or misplaced one', () => {
  const words = Array.from({ length: 400 }, (_, index) => formatWord(index));
  const frames = words.map((word) => `data: {"choices":[{"delta":{"content":"${word}"}}]}\n\n`);
  expect(holdsWords(frames.join(''), 400)).toBe(true);
  expect(holdsWords(words.join('').trim(), 400)).toBe(true);
  expect(holdsWords(words.toSpliced(7, 1).join(''), 400)).toBe(false);
  expect(holdsWords(words.slice(0, -1).join(''), 400)).toBe(false);
  expect(holdsWords(words.toSpliced(7, 0, formatWord(7)).join(''), 400)).toBe(false);
  expect(holdsWords(words.toReversed().join(''), 400)).toBe(false);
});
