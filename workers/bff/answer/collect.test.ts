import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOpenAiHost, openAiModel } from '../../../shared/catalogue/openai.ts';
import type { Price, PriceFinder } from '../../../shared/catalogue/price.ts';
import { formatAnswerEnd } from '../../../shared/chat/relay.ts';
import { type CallBound, createBill as createBillWith } from './bill.ts';

import { type Collected, createCollector } from './collect.ts';
import type { Outcome } from './end.ts';

function collect(...frames: unknown[]) {
  let nowMs = 1000;
  const collector = createCollector({
    defaultModel: 'gpt-4o-mini',
    startedAtMs: 1000,
    now: () => (nowMs += 10),
  });
  const taken = frames.map((frame) =>
    collector.take(typeof frame === 'string' ? frame : JSON.stringify(frame)),
  );
  return { taken, last: taken.at(-1), collector, collected: collector.collected() };
}
const delta = (content: string, finish: string | null = null) => ({
  id: 'chatcmpl-9',
  created: 7,
  model: 'gpt-4o-mini-2024-07-18',
  choices: [{ index: 0, delta: { content }, finish_reason: finish }],
});
const usage = { prompt_tokens: 10, completion_tokens: 3, total_tokens: 13 };

describe('the collector', () => {
  it('gathers the text, and the usage wherever it comes, until it is told that the answer is whole', () => {
    const { taken, collector } = collect(
      { ...delta(''), libra: { model: 'gpt-4o-mini', provider: 'second.example', fallback: true } },
      delta('안'),
      delta('녕', 'stop'),
    );
    expect(taken).toEqual([null, null, null]);
    collector.takeComment('heartbeat');
    expect(collector.wholeEnd()).toBeNull();
    collector.takeComment(formatAnswerEnd(usage));
    expect(collector.wholeEnd()).toEqual({ kind: 'whole', finishReason: 'stop' });
    expect(collector.collected()).toMatchObject({
      id: 'chatcmpl-9',
      model: 'gpt-4o-mini-2024-07-18',
      answeredBy: 'gpt-4o-mini',
      text: '안녕',
      finishReason: 'stop',
      usage,
      fallback: true,
      provider: 'second.example',
      firstTokenMs: 10,
    });
  });

  it('passes a failure on by its code, and calls anything unreadable garbled', () => {
    expect(collect({ error: { code: 'provider_stalled', message: 'secret' } }).last).toEqual({
      end: { kind: 'failed', failure: { code: 'provider_stalled' } },
      isTold: true,
    });
    expect(collect({ error: { code: 'unauthorized' } }).last).toEqual({
      end: { kind: 'failed', failure: { code: 'internal' } },
      isTold: true,
    });
    for (const frame of ['{', '5', 'null', '[DONE]']) {
      expect(collect(frame).last).toEqual({
        end: { kind: 'failed', failure: { code: 'provider_garbled' } },
        isTold: false,
      });
    }
  });

  it('passes over a frame in which nothing happens', () => {
    const { taken, collected } = collect('{}', '{"choices":[null]}', '{"choices":[{"delta":{"content":5}}]}');
    expect(taken).toEqual([null, null, null]);
    expect(collected).toMatchObject({ text: '', firstTokenMs: null });
  });

  it('keeps a refusal for the reader, and what the model thought for an estimate alone', () => {
    const { collected } = collect(
      { choices: [{ index: 0, delta: { reasoning_content: 'hm' } }] },
      { choices: [{ index: 0, delta: { refusal: 'No.' } }] },
    );
    expect(collected).toMatchObject({ text: 'No.', written: 'hmNo.' });
  });

  it('tells an answer that a filter took away from a whole one', () => {
    const { collector } = collect(delta('안', 'content_filter'));
    collector.takeComment(formatAnswerEnd(usage));
    expect(collector.wholeEnd()).toEqual({ kind: 'blocked' });
  });

  it('ends an answer that no model would write', () => {
    const thought = { choices: [{ index: 0, delta: { reasoning: 'x'.repeat(200_001) } }] };
    for (const frame of [delta('x'.repeat(200_001)), thought]) {
      expect(collect(frame).last).toEqual({ end: { kind: 'too_long' }, isTold: false });
    }
  });

  it('survives any frame and any comment', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (data) => {
        const { last, collector } = collect(data);
        expect(last === null || last?.end.kind).toBeTruthy();
        collector.takeComment(`libra-end ${data}`);
        expect(collector.wholeEnd()).not.toBeNull();
      }),
    );
  });
});

/** What a call was allowed to use. */
const bound = (promptTokens: number, completionTokens = 1_000) => ({ promptTokens, completionTokens });

/** OpenAI's prices at OpenAI, and none elsewhere. */
const findPrice: PriceFinder = (name, provider) =>
  provider === null || isOpenAiHost(provider) ? openAiModel(name, 'api.openai.com').price : undefined;
const createBill = (collected: Collected, outcome: Outcome, callBound: CallBound) =>
  createBillWith(collected, outcome, callBound, findPrice);

describe('the bill', () => {
  it('is the provider’s own count', () => {
    const bill = createBill(collect(delta('hi'), { choices: [], usage }).collected, 'ok', bound(999));
    expect(bill).toEqual({
      promptTokens: 10,
      cachedTokens: 0,
      completionTokens: 3,
      microUsd: 4,
      estimated: false,
      unpriced: false,
    });
  });

  it('costs twice as much in the tier that costs more, as it was served, else as it was asked for', () => {
    const billOf = (served: object, asked?: string) => {
      const { collected } = collect(delta('hi'), { choices: [], usage, ...served });
      const allowed = { ...bound(999), terms: { service_tier: asked } };
      return createBill(collected, 'ok', allowed).microUsd;
    };
    expect(billOf({ service_tier: 'priority' })).toBe(7);
    expect(billOf({}, 'priority')).toBe(7);
    expect(billOf({ service_tier: 'default' }, 'priority')).toBe(4);
    expect(billOf({ service_tier: 'flex' }, 'flex')).toBe(4);
  });

  it('prices each part of a prompt as the catalogue has it', () => {
    const price: Price = {
      date: '2026-11-01',
      prompt: 1e6,
      cached: 0.5e6,
      cacheWrite: 1e6,
      completion: 0,
      reasoning: 0,
      image: 3e6,
      audio: 20e6,
      minute: 0,
    };
    const counted = {
      prompt_tokens: 100,
      completion_tokens: 3,
      total_tokens: 103,
      prompt_tokens_details: { cached_tokens: 10, image_tokens: 20, audio_tokens: 30 },
    };
    const { collected } = collect(delta('hi'), { choices: [], usage: counted });
    const bill = createBillWith(collected, 'ok', bound(999), () => price);
    expect(bill).toMatchObject({ microUsd: 5 + 60 + 600 + 40, cachedTokens: 10 });
  });

  it('counts no more of a prompt as cached than there is', () => {
    const counted = { ...usage, prompt_tokens_details: { cached_tokens: 9_999 } };
    const { collected } = collect(delta('hi'), { choices: [], usage: counted });
    expect(createBill(collected, 'ok', bound(999)).cachedTokens).toBe(10);
  });

  it.each([1e9, 3e15, -1, 1.5, '10'])('is our estimate where the provider counts %s tokens', (count) => {
    const nonsense = { prompt_tokens: count, completion_tokens: 3, total_tokens: 13 };
    const bill = createBill(
      collect(delta('hi'), { choices: [], usage: nonsense }).collected,
      'ok',
      bound(999),
    );
    expect(bill).toMatchObject({ promptTokens: 999, estimated: true });
  });

  it('is free for a call that failed before it had said anything', () => {
    expect(createBill(collect().collected, 'provider_timeout', bound(50)).microUsd).toBe(0);
  });

  it('counts what the model thought when the provider does not count', () => {
    const thought = { choices: [{ index: 0, delta: { reasoning_content: 'one two three' } }] };
    const bill = createBill(collect(thought).collected, 'provider_interrupted', bound(50));
    expect(bill).toMatchObject({ promptTokens: 50, completionTokens: 13 + 128, estimated: true });
  });

  it('charges what was used by a call that was cut off', () => {
    const cut = createBill(collect(delta('one two three')).collected, 'provider_interrupted', bound(50));
    expect(cut).toMatchObject({ promptTokens: 50, completionTokens: 13 + 128, estimated: true });
    expect(createBill(collect().collected, 'client_gone', bound(50))).toMatchObject({
      promptTokens: 50,
      completionTokens: 128,
    });
  });

  it('is never more than the provider was allowed, without its count', () => {
    const cut = createBill(collect(delta('x'.repeat(900))).collected, 'client_gone', bound(50, 100));
    expect(cut.completionTokens).toBe(100);
  });

  it('takes a count of nothing beside a text for none', () => {
    const none = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
    const bill = createBill(
      collect(delta('네 단어 넘게'), { choices: [], usage: none }).collected,
      'ok',
      bound(70),
    );
    expect(bill).toMatchObject({ promptTokens: 70, completionTokens: 17, estimated: true });
  });

  it('does not take a count in the middle of an answer for the last one', () => {
    const early = { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10 };
    const { collected } = collect({ choices: [], usage: early }, delta('one two three'));
    expect(createBill(collected, 'client_gone', bound(70))).toMatchObject({
      promptTokens: 9,
      completionTokens: 13 + 128,
      estimated: true,
    });
  });

  it('bills reasoning that broke off, though there is no text to show', () => {
    const thought = { choices: [{ index: 0, delta: { reasoning_content: 'word '.repeat(5_000) } }] };
    const bill = createBill(collect(thought).collected, 'provider_interrupted', bound(50, 16_384));
    expect(bill).toMatchObject({ completionTokens: 16_384, estimated: true });
  });

  it('charges what the provider had in its cache at the price of its cache', () => {
    const half = { ...usage, prompt_tokens: 2_000_000, prompt_tokens_details: { cached_tokens: 1_000_000 } };
    const { collected } = collect(delta('hi'), { choices: [], usage: half });
    expect(createBill(collected, 'ok', bound(1)).microUsd).toBe(150_000 + 75_000 + 2);
  });

  it('charges no money for a model whose price nobody knows, and says so', () => {
    const of = (provider: string) =>
      createBill(
        collect({ libra: { model: 'own-model', provider }, choices: [], usage }, delta('hi')).collected,
        'ok',
        bound(1),
      );
    expect(of('127.0.0.1:8080')).toMatchObject({ promptTokens: 10, microUsd: 0, unpriced: true });
    expect(of('api.openai.com')).toMatchObject({ promptTokens: 10, microUsd: 55, unpriced: false });
  });
});
