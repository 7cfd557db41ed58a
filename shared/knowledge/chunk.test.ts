import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_SIZE, type Chunk, chunkDocument, joinChunks, type Part } from './chunk.ts';

const SMALL = { targetTokens: 40, overlapTokens: 10 };

const withoutSpace = (text: string) => text.replaceAll(/\s+/g, '');

const text = fc
  .array(
    fc.constantFrom(
      '휴가는 십오 일이다. ',
      'Refunds take 14 days. ',
      '\n\n',
      '😀',
      'x'.repeat(300),
      ' ',
      '값,',
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

const parts: fc.Arbitrary<Part[]> = fc.array(
  fc.record({ text, page: fc.nat(5), heading: fc.constantFrom('가', '나', '다') }),
  { maxLength: 6 },
);

describe('chunkDocument', () => {
  it('loses nothing, repeats only its overlap and never passes its size', () => {
    fc.assert(
      fc.property(parts, (document) => {
        const chunks = chunkDocument(document, SMALL);
        const own = chunks.map((chunk) => chunk.text.slice(chunk.overlapChars)).join('');
        expect(withoutSpace(own)).toBe(withoutSpace(document.map((part) => part.text).join('')));
        for (const [index, chunk] of chunks.entries()) {
          expect(chunk.tokens).toBeLessThanOrEqual(SMALL.targetTokens);
          expect(chunk.text.isWellFormed()).toBe(true);
          const before = chunks[index - 1]?.text ?? '';
          expect(before.endsWith(chunk.text.slice(0, chunk.overlapChars))).toBe(true);
        }
      }),
    );
  });

  it('begins a new chunk at a heading and says under which it stands', () => {
    const chunks = chunkDocument([
      { text: '연차는 15일이다.', heading: '휴가' },
      { text: '병가는 따로다.', heading: '휴가' },
      { text: '영수증을 낸다.', heading: '출장' },
    ]);
    expect(chunks.map((chunk) => [chunk.heading, chunk.text])).toEqual([
      ['휴가', '연차는 15일이다.\n\n병가는 따로다.'],
      ['출장', '영수증을 낸다.'],
    ]);
  });

  it('names the pages that a chunk is from', () => {
    const [chunk] = chunkDocument([
      { text: '첫 쪽.', page: 3 },
      { text: '다음 쪽.', page: 4 },
    ]);
    expect(chunk).toMatchObject({ page: 3, lastPage: 4 });
  });

  it('cuts a long text between sentences', () => {
    const sentence = '직원은 한 해에 열다섯 날의 휴가를 쓸 수 있다. ';
    const chunks = chunkDocument([{ text: sentence.repeat(60) }]);
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks) {
      expect(chunk.text.startsWith('직원은')).toBe(true);
      expect(chunk.tokens).toBeLessThanOrEqual(CHUNK_SIZE.targetTokens);
    }
  });

  it('takes a time linear in the length', () => {
    for (const piece of [' ', '\n', '.', '가', '. ', '“']) {
      expect(chunkDocument([{ text: `a${piece.repeat(200_000)}` }]).length).toBeGreaterThanOrEqual(1);
    }
  });
});

it('joins neighbours without what they repeat', () => {
  const sentence = (index: number) => `${index}번째 조항은 다음과 같다. `;
  const whole = Array.from({ length: 40 }, (_, index) => sentence(index)).join('');
  const chunks: Chunk[] = chunkDocument([{ text: whole }], SMALL);
  expect(chunks.length).toBeGreaterThan(2);
  expect(joinChunks(chunks)).toBe(whole);
});
