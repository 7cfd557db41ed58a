import { expect, it } from 'vitest';
import type { FoundPassage } from '../documents/passages.ts';
import { createSearchDocuments } from '../tools/search-documents.ts';
import type { ToolContext } from '../tools/tool.ts';
import { createPassageBook } from './passage-book.ts';

const passage = (from: number): FoundPassage => ({
  name: 'a.pdf',
  heading: null,
  page: null,
  last_page: null,
  place: { document: 'd', version: 1, from, to: from },
  text: `text ${from}`,
  tokens: 2,
});
const shown = ({ name, heading, page, last_page, place }: FoundPassage, number: number) => ({
  ...{ number, name, heading, page, last_page, place },
});

it('numbers what a search finds behind what was shown, and the same passage the same', async () => {
  const book = createPassageBook();
  book.open({ passages: [shown(passage(0), 1)] });
  const tool = createSearchDocuments({
    book,
    search: async () => ({ passages: [passage(5), passage(0)], problem: null }),
  });
  const { content } = await tool.run({ query: 'x' }, {} as ToolContext);
  expect(content).toContain('<document_passage number="2" document="a.pdf">\ntext 5');
  expect(content).toContain('<document_passage number="1" document="a.pdf">\ntext 0');
  expect(book.sources()?.passages.map(({ number, place }) => [number, place.from])).toEqual([
    [1, 0],
    [2, 5],
  ]);
});

it('says what a search without a result comes to', async () => {
  const run = (problem: 'unavailable' | null) =>
    createSearchDocuments({
      book: createPassageBook(),
      search: async () => ({ passages: [], problem }),
    }).run({ query: 'x' }, {} as ToolContext);
  expect(await run(null)).toEqual({ ok: true, content: 'Nothing was found in the documents.' });
  expect((await run('unavailable')).ok).toBe(false);
});

it('leaves out a passage that has no room, not what is found behind it', async () => {
  const tool = createSearchDocuments({
    book: createPassageBook(),
    search: async () => ({
      passages: [{ ...passage(0), text: 'ก'.repeat(3_000) }, passage(5)],
      problem: null,
    }),
  });
  const { content } = await tool.run({ query: 'x' }, {} as ToolContext);
  expect(content).toBe('<document_passage number="1" document="a.pdf">\ntext 5\n</document_passage>');
});
