import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAiModel } from '../../../shared/catalogue/openai.ts';
import type { Price } from '../../../shared/catalogue/price.ts';
import { formatAnswerEnd } from '../../../shared/chat/relay.ts';
import { formatThinkingWait, parseThinkingWait } from '../../../shared/chat/thinking-wait.ts';
import { createBill } from './bill.ts';
import { createCollector } from './collect.ts';
import type { Outcome } from './end.ts';
import { boundOfCall } from './reserve.ts';
import { billThoughts } from './thoughts.ts';

const priceOf = (name: string) => openAiModel(name, 'api.openai.com').price;

const O1 = { model: 'o1', provider: 'api.openai.com' };
const MINI = { model: 'gpt-4o-mini', provider: 'api.openai.com' };
const usage = { prompt_tokens: 10, completion_tokens: 3, total_tokens: 13 };

/** A call of which the bff hears as `play` says, under a clock that goes on as it says. */
function hear(
  play: (world: {
    passes: (ms: number) => void;
    waits: (waitedMs?: number) => void;
    refused: () => void;
    says: (text: string, libra?: object, finish?: string) => void;
    ends: () => void;
  }) => void,
) {
  let nowMs = 0;
  const collector = createCollector({ defaultModel: 'o1', startedAtMs: 0, now: () => nowMs });
  play({
    passes(ms) {
      nowMs += ms;
    },
    waits: (waitedMs = 0) => collector.takeComment(formatThinkingWait({ ...O1, waitedMs })),
    refused: () => collector.takeComment(formatThinkingWait(null)),
    says(content, libra, finish) {
      const choices = [{ index: 0, delta: { content }, finish_reason: finish ?? null }];
      collector.take(JSON.stringify({ choices, ...(libra === undefined ? {} : { libra }) }));
    },
    ends: () => collector.takeComment(formatAnswerEnd(usage)),
  });
  return (outcome: Outcome, completionTokens = 16_000) =>
    createBill(collector.collected(), outcome, { promptTokens: 50, completionTokens }, priceOf);
}

describe('silence in which a model may have thought', () => {
  it.each(['provider_timeout', 'deadline_exceeded', 'client_gone', 'provider_interrupted'] as const)(
    'is billed by estimate when the call ends with %s before a word',
    (outcome) => {
      const bill = hear(({ waits, passes }) => {
        waits(1_000);
        passes(89_000);
      })(outcome);
      expect(bill).toMatchObject({ promptTokens: 50, completionTokens: 90 * 50 + 128, estimated: true });
      expect(bill.microUsd).toBeGreaterThan(0);
    },
  );

  it('is billed within the limit of the answer', () => {
    const billOf = hear(({ waits, passes }) => {
      waits();
      passes(90_000);
    });
    expect(billOf('provider_timeout', 1_000)).toMatchObject({ promptTokens: 50, completionTokens: 1_000 });
  });

  it('is not billed when the provider refused the call', () => {
    const billOf = hear(({ waits, passes, refused }) => {
      waits();
      passes(5_000);
      refused();
      passes(5_000);
    });
    expect(billOf('provider_unavailable')).toMatchObject({ completionTokens: 0, microUsd: 0 });
  });

  it('is part of the provider’s count when the model speaks in the end', () => {
    const billOf = hear(({ waits, passes, says, ends }) => {
      waits();
      passes(60_000);
      says('Yes', { ...O1, thinks: true });
      passes(9_000);
      says('.', undefined, 'stop');
      ends();
    });
    expect(billOf('ok')).toMatchObject({ promptTokens: 10, completionTokens: 3, estimated: false });
  });

  it('is billed beside the answer of another model, as an estimate', () => {
    const billOf = hear(({ waits, passes, says, ends }) => {
      waits();
      passes(60_000);
      says('Yes', { ...MINI, fallback: true }, 'stop');
      ends();
    });
    expect(billOf('ok')).toMatchObject({
      promptTokens: 10,
      completionTokens: 3 + 60 * 50,
      estimated: true,
    });
  });

  it('is billed behind the last word of a model that thinks, and of no other', () => {
    const stalled = (libra: object) =>
      hear(({ passes, says }) => {
        says('Yes', libra);
        passes(30_000);
        says(' and');
        passes(20_000);
      })('provider_stalled').completionTokens;
    expect(stalled({ ...O1, thinks: true })).toBe(7 + 128 + 20 * 50);
    expect(stalled(MINI)).toBe(7 + 128);
  });

  it('is billed for each model that was given up', () => {
    const billOf = hear(({ waits, passes }) => {
      waits();
      passes(10_000);
      waits();
      passes(5_000);
    });
    expect(billOf('provider_timeout').completionTokens).toBe(15 * 50 + 128);
  });
});

describe('what thoughts cost', () => {
  const price = { ...(priceOf('o1') as Price), completion: 2 * 1e6, reasoning: 10 * 1e6, call: 50_000 };
  const thought = { ...O1, ms: 1_000 };

  it('is the price of reasoning, without the fee of the call, which is billed once', () => {
    expect(billThoughts([thought, thought], 1_000, () => price)).toEqual({
      tokens: 100,
      microUsd: 1_000,
      unpriced: false,
    });
  });

  it('is not more than is reserved where reasoning is the dearest', () => {
    const collector = createCollector({ defaultModel: 'o1', startedAtMs: 0, now: () => 0 });
    const thinking = { prompt_tokens: 8, completion_tokens: 100, total_tokens: 108 };
    const details = { completion_tokens_details: { reasoning_tokens: 100 } };
    collector.take(JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }));
    collector.takeComment(formatAnswerEnd({ ...thinking, ...details }));
    const messages = [{ role: 'user' as const, content: 'hi' }];
    const bound = { promptTokens: 8, completionTokens: 100 };
    const bill = createBill(collector.collected(), 'ok', bound, () => price);
    const call = { messages, model: 'o1', price, answerBound: { tokens: 100 } };
    expect(bill.microUsd).toBeGreaterThan(0);
    expect(boundOfCall(call).microUsd).toBeGreaterThanOrEqual(bill.microUsd);
  });
});

it('bills thoughts of a model without a price by tokens alone', () => {
  expect(billThoughts([{ model: 'own', provider: '127.0.0.1', ms: 1_000 }], 100, () => undefined)).toEqual({
    tokens: 50,
    microUsd: 0,
    unpriced: true,
  });
});

describe('the comment that tells of a wait', () => {
  it('says what it was given', () => {
    const wait = { ...O1, waitedMs: 1_000 };
    expect(parseThinkingWait(formatThinkingWait(wait))).toEqual(wait);
    expect(parseThinkingWait(formatThinkingWait(null))).toBeNull();
  });

  it('is told from any other text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => `libra-thinking ${text}`),
        ),
        (text) => {
          const wait = parseThinkingWait(text);
          if (wait !== undefined && wait !== null) expect(wait.waitedMs).toBeGreaterThanOrEqual(0);
        },
      ),
    );
    for (const other of [
      'heartbeat',
      'libra-thinking',
      'libra-thinking {}',
      'libra-thinking {"waitedMs":-1}',
    ])
      expect(parseThinkingWait(other)).toBeUndefined();
  });
});
