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
