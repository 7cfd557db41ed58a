import { expect, it } from 'vitest';
import { openAiModel } from '../../../shared/catalogue/openai.ts';
import { formatAnswerEnd } from '../../../shared/chat/relay.ts';
import { boundPartTokens } from '../limits/bound-parts.ts';
import { createBill } from './bill.ts';
import { createCollector } from './collect.ts';
import type { Outcome } from './end.ts';
import { reserveCall } from './reserve.ts';

const price = openAiModel('gpt-realtime', 'api.openai.com').price;
const BOUND = { promptTokens: 100, completionTokens: 2_000 };
const SECOND = Buffer.alloc(48_000).toString('base64');

/** An answer of one word, and of so many seconds of sound. */
function billOf(seconds: number, outcome: Outcome, usage?: Parameters<typeof formatAnswerEnd>[0]) {
  const collector = createCollector({ defaultModel: 'gpt-realtime', startedAtMs: 0, now: () => 0 });
  const take = (delta: object) => collector.take(JSON.stringify({ choices: [{ index: 0, delta }] }));
  take({ content: 'Yes.' });
  for (let second = 0; second < seconds; second += 1) take({ audio: { data: SECOND } });
  if (usage !== undefined) collector.takeComment(formatAnswerEnd(usage));
  return createBill(collector.collected(), outcome, BOUND, () => price);
}

it('sound costs what sound costs, as the provider has counted it', () => {
  const bill = billOf(1, 'ok', {
    prompt_tokens: 50,
    completion_tokens: 25,
    total_tokens: 75,
    prompt_tokens_details: { audio_tokens: 10 },
    completion_tokens_details: { audio_tokens: 20 },
  });
  // 40 × 4 + 10 × 32 + 5 × 16 + 20 × 64 USD per million.
  expect(bill).toMatchObject({ completionTokens: 25, microUsd: 1_840, estimated: false });
});

it('an answer that was stopped costs no less than the sound that had come', () => {
  const bill = billOf(10, 'client_gone');
  expect(bill.completionTokens).toBeGreaterThanOrEqual(250);
  expect(bill.microUsd).toBeGreaterThanOrEqual(250 * 64);
});

it('what is reserved is enough for an answer that is all sound', () => {
  const call = { messages: [{ role: 'user' as const, content: 'x' }], model: 'gpt-realtime', price };
  const reserve = reserveCall({ ...call, answerBound: { tokens: 1_000 }, estimate: () => 1 }, null);
  expect(reserve.microUsd).toBeGreaterThanOrEqual(1_000 * 64);
});

it('sound of the voice Worker is bounded by how long it lasts', () => {
  const part = { type: 'input_audio' as const, input_audio: { data: SECOND, format: 'pcm16' } };
  expect(boundPartTokens(part, 'gpt-realtime')).toBe(40);
});
