import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBill } from './bill.ts';
import { createCollector } from './collect.ts';

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
  return { taken: taken.map(({ kind }) => kind), last: taken.at(-1), collected: collector.collected() };
}
const delta = (content: string, finish: string | null = null) => ({
  id: 'chatcmpl-9',
  created: 7,
  model: 'gpt-4o-mini-2024-07-18',
  choices: [{ index: 0, delta: { content }, finish_reason: finish }],
});
const usage = { prompt_tokens: 10, completion_tokens: 3, total_tokens: 13 };

describe('the collector', () => {
  it('gathers the text while the frames pass, and keeps the usage for the closing chunk', () => {
    const { taken, collected } = collect(
      { ...delta(''), libra: { model: 'gpt-4o-mini', provider: 'second.example', fallback: true } },
      delta('안'),
      delta('녕', 'stop'),
      { choices: [], usage },
      '[DONE]',
    );
    expect(taken).toEqual(['forward', 'forward', 'forward', 'keep', 'done']);
    expect(collected).toMatchObject({
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
      kind: 'failed',
      failure: { code: 'provider_stalled' },
    });
    expect(collect({ error: { code: 'unauthorized' } }).last).toEqual({
      kind: 'failed',
      failure: { code: 'internal' },
    });
    for (const frame of [
      '{',
      '5',
      'null',
      '{}',
      '{"choices":[null]}',
      '{"choices":[{"delta":{"content":5}}]}',
    ]) {
      expect(collect(frame).last).toEqual({ kind: 'failed', failure: { code: 'provider_garbled' } });
    }
  });

  it('ends an answer that no model would write', () => {
    expect(collect(delta('x'.repeat(200_001))).last).toMatchObject({ kind: 'failed' });
  });

  it('survives any frame', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (data) => {
        expect(['forward', 'keep', 'failed', 'done']).toContain(collect(data).last?.kind);
      }),
    );
  });
});

describe('the bill', () => {
  it('is the provider’s own count', () => {
    const bill = createBill(collect(delta('hi'), { choices: [], usage }).collected, 'ok', 999);
    expect(bill).toEqual({ promptTokens: 10, completionTokens: 3, microUsd: 4, estimated: false });
  });

  it('is free for a call that failed before it had said anything', () => {
    expect(createBill(collect().collected, 'provider_timeout', 50).microUsd).toBe(0);
  });

  it('charges what was used by a call that was cut off', () => {
    const cut = createBill(collect(delta('one two three')).collected, 'provider_interrupted', 50);
    expect(cut).toMatchObject({ promptTokens: 50, completionTokens: 3, estimated: true });
    expect(createBill(collect().collected, 'client_gone', 50)).toMatchObject({
      promptTokens: 50,
      completionTokens: 0,
    });
  });
});
