import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import { estimateTokens } from '../../../shared/text/estimate-tokens.ts';
import { BYTES_PER_TOKEN, boundMessageTokens, boundTokens, FRAME_BOUND_TOKENS } from './bound.ts';
import { estimatePromptTokens, TOKENS_PER_MESSAGE } from './estimate.ts';

/** True counts by o200k_base, the encoding of the gpt-4o and gpt-4.1 families. */
const COUNTED: [name: string, tokens: number, text: string][] = [
  [
    'English prose',
    37,
    'The quick brown fox jumps over the lazy dog. Although it was raining heavily, we decided to go for a walk because the children had been indoors all day and needed some fresh air.',
  ],
  [
    'Korean talk',
    52,
    '안녕하세요. 오늘 날씨가 정말 좋네요. 점심에 무엇을 먹을지 아직 정하지 못했는데, 혹시 근처에 괜찮은 식당을 알고 계신가요? 저는 매운 음식을 좋아합니다.',
  ],
  [
    'Korean prose',
    47,
    '리브라는 디스코드에서 동작하는 인공지능 도우미입니다. 질문을 입력하면 대답이 조금씩 나타나고, 대화 내용을 기억하며, 언제든지 초기화할 수 있습니다.',
  ],
  [
    'Korean with terms',
    93,
    '파이썬에서 리스트와 튜플의 차이점을 설명해 주세요. 리스트는 변경 가능한 자료형이고 튜플은 변경할 수 없습니다. 따라서 딕셔너리의 키로 사용하려면 튜플을 써야 하며, 함수에서 여러 값을 반환할 때도 튜플이 자주 쓰입니다. 성능 면에서는 튜플이 조금 더 빠르고 메모리를 덜 사용합니다.',
  ],
  [
    'TypeScript',
    75,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the sample is source text.
    "export function formatTraceparent(trace: Trace): string {\n  return `00-${trace.traceId}-${trace.spanId}-01`;\n}\n\nfunction randomHex(bytes: number): string {\n  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>\n    byte.toString(16).padStart(2, '0'),\n  ).join('');\n}\n",
  ],
  [
    'Python',
    49,
    'def fib(n):\n    a, b = 0, 1\n    for _ in range(n):\n        a, b = b, a + b\n    return a\n\nprint([fib(i) for i in range(20)])\n',
  ],
  [
    'Japanese',
    39,
    '今日はとても良い天気ですね。昼ご飯に何を食べるかまだ決めていませんが、近くに良いレストランはありますか。',
  ],
  ['Chinese', 31, '今天天气很好,我们决定去公园散步,因为孩子们整天都待在家里,需要呼吸新鲜空气。'],
  ['Russian', 20, 'Сегодня очень хорошая погода, и мы решили пойти гулять в парк вместе с детьми.'],
  [
    'numbers',
    73,
    '1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 — 3.14159265358979 and 1234567890',
  ],
  ['emoji', 25, '😀😃😄😁🎉🎉👨‍👩‍👧‍👦🇰🇷'],
  [
    'JSON',
    52,
    '{"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,"model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}',
  ],
  ['one endless word', 50, 'a'.repeat(400)],
  [
    'Korean and code',
    39,
    'TypeScript에서 Promise.all을 쓰면 여러 비동기 작업을 동시에 실행할 수 있어요. 예: const [a, b] = await Promise.all([f(), g()]);',
  ],
];

describe('the token estimate', () => {
  it.each(COUNTED)('is within a fifth of the tokenizer for %s', (_name, tokens, text) => {
    const ratio = estimateTokens(text) / tokens;
    expect(ratio).toBeGreaterThanOrEqual(0.8);
    expect(ratio).toBeLessThanOrEqual(1.2);
  });

  it('is within a tenth over all samples together', () => {
    const estimated = COUNTED.reduce((sum, [, , text]) => sum + estimateTokens(text), 0);
    const counted = COUNTED.reduce((sum, [, tokens]) => sum + tokens, 0);
    expect(Math.abs(estimated / counted - 1)).toBeLessThan(0.1);
  });

  it('is nothing for nothing, and counts the frame of every message', () => {
    expect(estimateTokens('')).toBe(0);
    expect(
      estimatePromptTokens([
        { role: 'user', content: '' },
        { role: 'user', content: '' },
      ]),
    ).toBe(2 * TOKENS_PER_MESSAGE);
  });
});

describe('the upper bound', () => {
  it.each(COUNTED)('is no less than the true count of %s', (_name, tokens, text) => {
    expect(boundTokens(text)).toBeGreaterThanOrEqual(tokens);
  });

  it('is one token a byte for any text, since a byte-level tokenizer makes no more of it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.integer({ min: 0, max: 0xffff })),
        (text, codes) => {
          for (const each of [text, String.fromCharCode(...codes)]) {
            expect(boundTokens(each)).toBe(new TextEncoder().encode(each).length);
          }
        },
      ),
    );
  });

  it.each([
    ['vertical tabs', '\v'.repeat(900)],
    ['tab and space', '\t '.repeat(500)],
    ['Cherokee letters', 'ᎠᎡᎢᎣᎤᎥ'.repeat(100)],
    ['one word of random letters', 'qzxjvkwpfyhgbmtc'.repeat(60)],
  ])('does not follow the estimate down for %s', (_name, text) => {
    expect(estimateTokens(text)).toBeLessThan(text.length / 2);
    expect(boundTokens(text)).toBeGreaterThanOrEqual(text.length);
  });

  it('is near what ordinary text measures, by its bytes a token', () => {
    const bytes = COUNTED.reduce((sum, [, , text]) => sum + boundTokens(text), 0);
    const counted = COUNTED.reduce((sum, [, tokens]) => sum + tokens, 0);
    expect(Math.abs(bytes / counted - BYTES_PER_TOKEN)).toBeLessThan(0.5);
  });

  it('counts a sender’s name and the calls of tools', () => {
    const named = { role: 'user', content: 'hi', name: 'libra' } as const;
    expect(boundMessageTokens(named)).toBe(FRAME_BOUND_TOKENS + 7);
    const call = { id: 'c1', type: 'function', function: { name: 'look', arguments: '{}' } } as const;
    expect(boundMessageTokens({ role: 'assistant', content: null, tool_calls: [call] })).toBe(
      2 * FRAME_BOUND_TOKENS + 8,
    );
  });

  it('counts whatever else a client sends along in a message', () => {
    const said = '가'.repeat(100);
    const call = { id: 'c1', type: 'function', function: { name: 'look', arguments: '{}' } };
    const bare = boundMessageTokens({ role: 'assistant', content: 'hi' });
    const called = boundMessageTokens({
      role: 'assistant',
      content: 'hi',
      tool_calls: [call],
    } as ChatMessage);
    for (const [message, least] of [
      [{ role: 'assistant', content: 'hi', reasoning_content: said }, bare],
      [{ role: 'assistant', content: 'hi', refusal: said }, bare],
      [{ role: 'assistant', content: 'hi', thoughts: [{ signature: said }] }, bare],
      [{ role: 'assistant', content: 'hi', tool_calls: [{ ...call, extra_content: { said } }] }, called],
      [
        { role: 'assistant', content: 'hi', tool_calls: [{ ...call, function: { ...call.function, said } }] },
        called,
      ],
      [{ role: 'assistant', content: 'hi', [said]: 1 }, bare],
      [{ role: 'tool', content: 'hi', tool_call_id: said }, bare],
    ] as [ChatMessage, number][]) {
      expect(boundMessageTokens(message)).toBeGreaterThanOrEqual(least + 300);
    }
  });
});
