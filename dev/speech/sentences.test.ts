import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitForSpeech } from './sentences.ts';

describe('splitForSpeech', () => {
  it('gives the first sentence alone and joins short ones behind it', () => {
    expect(splitForSpeech('안녕하세요. 저는 리브라입니다. 무엇을 도와드릴까요?')).toEqual([
      '안녕하세요. ',
      '저는 리브라입니다. 무엇을 도와드릴까요?',
    ]);
    expect(splitForSpeech('One')).toEqual(['One']);
  });

  it('keeps every character, and leaves no piece blank', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '가', '.', '!', ' ', '\n', '"', '…') });
    fc.assert(
      fc.property(text, (given) => {
        const pieces = splitForSpeech(given);
        expect(pieces.join('')).toBe(given);
        if (/[a가]/.test(given)) for (const piece of pieces) expect(piece.trim()).not.toBe('');
      }),
    );
  });
});
