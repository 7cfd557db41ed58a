import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../text/estimate-tokens.ts';
import { MAX_PARTS, partsOf } from './chunk-parts.ts';

const chunk = (text: string, overlapChars = 0) => ({ text, overlapChars, tokens: estimateTokens(text) });
const HOLIDAY =
  '연차 휴가는 입사 첫해에 열한 날, 그다음 해부터 열다섯 날을 주며, 쓰지 않은 날은 이듬해 삼월 말까지 쓸 수 있다.';
const ILLNESS =
  '병가는 사흘을 넘기면 진단서를 내고, 한 해에 예순 날까지 급여를 그대로 주며, 그 뒤에는 절반을 준다.';

describe('the parts of a chunk', () => {
  it('are its sentences, a short one with its neighbour', () => {
    expect(partsOf(chunk(`${HOLIDAY} ${ILLNESS}`))).toEqual([HOLIDAY, ILLNESS]);
    expect(partsOf(chunk(`${HOLIDAY} 끝. ${ILLNESS}`))).toEqual([HOLIDAY, `끝. ${ILLNESS}`]);
    expect(partsOf(chunk(`${HOLIDAY}\n\n${ILLNESS} 끝.`))).toEqual([HOLIDAY, `${ILLNESS} 끝.`]);
  });

  it('leave out what the chunk before has', () => {
    expect(partsOf(chunk(`${ILLNESS} ${HOLIDAY} ${ILLNESS}`, ILLNESS.length + 1))).toEqual([
      HOLIDAY,
      ILLNESS,
    ]);
  });

  it('are none of a chunk that is one sentence', () => {
    expect(partsOf(chunk(HOLIDAY))).toEqual([]);
    expect(partsOf(chunk(''))).toEqual([]);
  });

  it('are few, and hold all words in their order, whatever the text is', () => {
    const sentence = fc.stringMatching(/^[가-힣a-z ]{0,60}$/);
    const text = fc
      .array(fc.tuple(sentence, fc.constantFrom('. ', '.\n', '? ', ' ')))
      .map((all) => all.flat().join(''));
    fc.assert(
      fc.property(text, (given) => {
        const parts = partsOf(chunk(given));
        expect(parts.length).toBeLessThanOrEqual(MAX_PARTS);
        const words = (of: string) => of.split(/\s+/).filter(Boolean);
        if (parts.length > 0) expect(parts.flatMap(words)).toEqual(words(given));
      }),
    );
  });
});
