import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAiModel } from '../../../shared/catalogue/openai.ts';
import type { Price } from '../../../shared/catalogue/price.ts';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { estimateTokens } from '../../../shared/text/estimate-tokens.ts';
import { findContinued, LOST_QUESTION } from '../conversation/continued.ts';
import type { RememberedMessage } from '../conversation/message-row.ts';
import { buildPrompt } from '../conversation/prompt.ts';
import { longestLabel } from '../conversation/speakers.ts';
import { createSystemPrompt } from '../conversation/system-prompt.ts';
import { boundPromptTokens, boundTokens, FRAME_BOUND_TOKENS } from '../limits/bound.ts';
import { estimatePlain } from '../limits/learned.ts';
import { NO_SETTINGS } from '../settings/scopes.ts';
import { boundAnswer } from './bound.ts';
import { chargeSoFar, reserveCall, SYSTEM_PROMPT_BOUND_TOKENS } from './reserve.ts';

const caller: Caller = { user_id: '1', guild_id: '2', channel_id: '3', locale: 'ko' };
const MEMORY_TOKENS = 300;
/** The longest that a request may bring. */
const MAX_NAME_CHARS = 80;
const model = 'gpt-4o-mini';
const { price } = openAiModel(model, 'api.openai.com');
const TEXT_PRICE: Price = {
  date: '2026-11-01',
  prompt: 1e6,
  cached: 1e6,
  cacheWrite: 1e6,
  completion: 1e6,
  reasoning: 1e6,
  image: 1e6,
  audio: 1e6,
  minute: 0,
};
const answerBound = { tokens: 2_048, isOurs: true };
const estimate = estimatePlain;

describe('what is reserved', () => {
  it.each([
    ['ko', '가'.repeat(MAX_NAME_CHARS)],
    ['en', '"'.repeat(MAX_NAME_CHARS)],
  ] as const)('has room for the system prompt in every language, whatever the name (%s)', (locale, name) => {
    // A day with a long name.
    const nowMs = Date.UTC(2026, 8, 30);
    const asked = createSystemPrompt({
      caller: { locale, display_name: name },
      settings: NO_SETTINGS,
      nowMs,
    });
    const shared = createSystemPrompt({
      caller: { locale, display_name: name },
      requester: longestLabel(name),
      settings: NO_SETTINGS,
      nowMs,
    });
    const lost = boundPromptTokens([LOST_QUESTION.message]) + boundTokens('…') + FRAME_BOUND_TOKENS;
    for (const prompt of [asked, shared])
      expect(boundTokens(prompt) + lost).toBeLessThanOrEqual(SYSTEM_PROMPT_BOUND_TOKENS);
  });

  it.each([null, MEMORY_TOKENS])('has the fee of a call once (memory: %s)', (memoryTokens) => {
    const messages: ChatMessage[] = [{ role: 'user', content: 'hi' }];
    const free = { ...TEXT_PRICE, prompt: 0, completion: 0, reasoning: 0, image: 0, audio: 0 };
    const call = { messages, model, price: { ...free, call: 50_000 }, answerBound, estimate };
    const { microUsd, window } = reserveCall(call, memoryTokens);
    expect([microUsd, window.microUsd]).toEqual([50_000, 0]);
  });

  it('bounds every prompt that is made of it, whatever was said before and however little room was left', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\v'.repeat(900),
        '\t '.repeat(500),
        'Ꭰ'.repeat(400),
        `${'a '.repeat(300)}${'👩‍👩'.repeat(90)}`,
      ),
    );
    const history = fc.array(fc.tuple(text, text), { maxLength: 8 });
    const room = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(history, text, room, fc.boolean(), (turns, question, share, isContinued) => {
        const newestFirst = turns.flatMap(([asked, answered]): RememberedMessage[] => [
          { message: { role: 'assistant', content: answered }, tokens: estimateTokens(answered) },
          { message: { role: 'user', content: asked }, tokens: estimateTokens(asked) },
        ]);
        const asked = [{ role: 'user', content: question } as const];
        const reserve = reserveCall({ messages: asked, model, price, answerBound, estimate }, MEMORY_TOKENS);
        const windowTokens = Math.floor(reserve.window.tokens * share);
        const prompt = buildPrompt({
          caller,
          settings: NO_SETTINGS,
          instructionTokens: 0,
          newestFirst,
          continued: isContinued
            ? findContinued(turns.length > 3 ? newestFirst.slice(0, 2) : [], question || 'x', turns[0]?.[0])
            : null,
          asked,
          nowMs: 0,
          memoryTokens: MEMORY_TOKENS,
          windowTokens,
        });
        expect(boundPromptTokens(prompt) + answerBound.tokens).toBeLessThanOrEqual(
          reserve.tokens + windowTokens,
        );
      }),
    );
  });

  it('holds money for models whose price is known alone', () => {
    const call = { messages: [{ role: 'user', content: '안녕' } as const], model, answerBound, estimate };
    expect(reserveCall({ ...call, price }, null).microUsd).toBeGreaterThan(1_000);
    expect(reserveCall({ ...call, price: undefined }, MEMORY_TOKENS)).toMatchObject({
      microUsd: 0,
      window: { microUsd: 0 },
    });
  });

  it('holds what images and recordings cost by their own prices, and never less than text', () => {
    const messages: ChatMessage[] = [
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
          { type: 'input_audio', input_audio: { data: 'A'.repeat(400), format: 'wav' } },
        ],
      },
    ];
    const call = { messages, model, answerBound, estimate };
    const held = (parts: object) =>
      reserveCall({ ...call, price: { ...TEXT_PRICE, ...parts } }, null).microUsd;
    expect(held({ image: 2e6 }) - held({})).toBeGreaterThan(1_000);
    // 300 bytes of a recording are twelve tokens at most.
    expect(held({ audio: 11e6 }) - held({})).toBe(120);
    expect(held({ image: 0, audio: 0 })).toBe(held({}));
  });

  it('is less for an image by its address whose size is known, and still bounds it', () => {
    const url = 'https://cdn.discordapp.com/attachments/1/2/a.png';
    const messages: ChatMessage[] = [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }];
    const held = (imageSizes?: ReadonlyMap<string, { width: number; height: number }>) =>
      reserveCall(
        {
          messages,
          model,
          price,
          answerBound,
          estimate,
          ...(imageSizes === undefined ? {} : { imageSizes }),
        },
        null,
      ).tokens;
    const sized = (width: number, height: number) => held(new Map([[url, { width, height }]]));
    // As OpenAI counts them: a base, and a count for each tile of 512 pixels.
    expect(held() - sized(512, 512)).toBe(7 * 5_667);
    expect(sized(640, 480) - sized(512, 512)).toBe(5_667);
    expect(held(new Map([['https://example.com', { width: 1, height: 1 }]]))).toBe(held());
  });

  it('is charged with the whole prompt by estimate and what is written until the first renewal, not with the bound', () => {
    const messages = [{ role: 'user', content: 'word '.repeat(400) } as const];
    const { tokens, window, charge } = reserveCall(
      { messages, model, price, answerBound, estimate },
      MEMORY_TOKENS,
    );
    expect(charge.tokens).toBe(504 + 450 + MEMORY_TOKENS + 1_000);
    expect(charge.tokens).toBeLessThan(tokens + window.tokens);
    expect(charge.microUsd).toBeGreaterThan(0);
  });

  it('is charged with what has been written, up to the limit of the answer', () => {
    const call = { promptTokens: 100, price, answerBound };
    expect(chargeSoFar({ ...call, writtenTokens: 300 }).tokens).toBe(1_400);
    expect(chargeSoFar({ ...call, writtenTokens: 2_000 }).tokens).toBe(2_148);
  });

  it.each([
    [{}, { tokens: 2_048, isOurs: true }],
    [{ max_tokens: 5 }, { tokens: 5, isOurs: false }],
    [{ max_completion_tokens: 7 }, { tokens: 7, isOurs: false }],
    [
      { max_tokens: 9, max_completion_tokens: 7 },
      { tokens: 9, isOurs: false },
    ],
  ])('bounds the answer to a request with %j', (sampling, expected) => {
    expect(boundAnswer(sampling, 2_048)).toEqual(expected);
  });
});
