import { expect, it } from 'vitest';
import { formatPrompt, formatStamp, parsePrompt, readStamps } from './protocol.ts';

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
