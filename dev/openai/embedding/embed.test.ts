import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embedText, embedTokens } from './embed.ts';

const dot = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
const nearness = (a: string, b: string) => dot(embedText(a, 1_536), embedText(b, 1_536));

describe('embedText', () => {
  it('gives a vector of length 1 and of the size asked for, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 3_072 }), (text, dimensions) => {
        const vector = embedText(text, dimensions);
        expect(vector).toHaveLength(dimensions);
        expect(dot(vector, vector)).toBeCloseTo(1, 5);
        expect(embedText(text, dimensions)).toEqual(vector);
      }),
    );
  });

  it.each([
    [
      '연차 휴가는 며칠인가요?',
      '직원은 매년 15일의 연차휴가를 사용할 수 있다.',
      '회의실은 3층에 있으며 예약이 필요하다.',
    ],
    ['환불은 어떻게 하나요', '구매 후 7일 안에 환불을 신청하면 됩니다', '배송은 이틀이 걸립니다'],
    [
      'How do I reset my password?',
      'Password resets are done on the account page.',
      'Shipping takes two days.',
    ],
    ['refunding orders', 'An order is refunded within a week', 'Our office is in Seoul'],
  ])('puts "%s" nearer to a text that shares its wording', (question, wanted, other) => {
    expect(nearness(question, wanted)).toBeGreaterThan(nearness(question, other) + 0.08);
  });

  it('does not depend on case, width or composition', () => {
    expect(nearness('Ｌｉｂｒａ 서울', 'libra 서울'.normalize('NFD'))).toBeCloseTo(1, 5);
  });

  it('tells texts of signs alone apart', () => {
    expect(nearness('!!!', '???')).toBeLessThan(0.5);
  });
});

describe('embedTokens', () => {
  it('puts lists that share tokens near each other', () => {
    const embed = (...tokens: number[]) => embedTokens(tokens, 1_536);
    expect(dot(embed(1, 2, 3), embed(1, 2, 3))).toBeCloseTo(1, 5);
    expect(dot(embed(1, 2, 3), embed(1, 2, 4))).toBeGreaterThan(dot(embed(1, 2, 3), embed(7, 8, 9)) + 0.3);
  });
});
