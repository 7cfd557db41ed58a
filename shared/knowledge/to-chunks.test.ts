import { expect, it } from 'vitest';
import { toChunks } from './to-chunks.ts';

it('keeps nothing hidden, neither in a text nor in its heading', async () => {
  const hidden = '환\u200b불\u00ad \u{e0041}\u{e0042}기한'.normalize('NFD');
  const read = await toChunks(
    [
      { text: hidden, heading: hidden },
      { text: 'b', heading: '\u200b' },
    ],
    null,
  );
  expect(read).toMatchObject({
    chunks: [
      { text: '환불 기한', heading: '환불 기한' },
      { text: 'b', heading: null },
    ],
  });
});

it('keeps how code is indented and the empty cells of a table, and no other long white space', async () => {
  const textOf = async (text: string) => {
    const read = await toChunks([{ text }], null);
    return read.ok ? read.chunks.map((chunk) => chunk.text).join('') : read.problem;
  };
  const code = 'def f():\n    if x:\n        return 1\n\t\t\t\t\ty\n';
  expect(await textOf(code)).toBe(code);
  expect(await textOf('a\t\t\t\t\tb')).toBe('a\t\t\t\t\tb');
  expect(await textOf(`a${' '.repeat(80)}b \u00a0  \nc`)).toBe('a   b   \nc');
  expect(await textOf(`a\n${' '.repeat(5_000)}b`)).toBe(`a\n${' '.repeat(40)}b`);
});
