import { describe, expect, it } from 'vitest';
import { createBill } from './bill.ts';
import type { Collected } from './collect.ts';
import type { Outcome } from './end.ts';
import { createRunningCharge } from './running-charge.ts';

const BOUND = { promptTokens: 100, completionTokens: 500 };
const SILENT = {
  usage: null,
  written: '',
  answeredBy: 'm',
  provider: 'p',
  thoughts: [],
  choices: [],
} as unknown as Collected;

describe('a call that has said nothing', () => {
  const billOf = (outcome: Outcome) => createBill(SILENT, outcome, BOUND, () => undefined);

  it.each<Outcome>(['client_gone', 'deadline_exceeded', 'content_blocked', 'moderation_unavailable'])(
    'is charged by its bound where it was at work until we ended it: %s',
    (outcome) => {
      const { promptTokens, completionTokens, estimated } = billOf(outcome);
      expect([promptTokens, estimated]).toEqual([BOUND.promptTokens, true]);
      expect(completionTokens).toBeGreaterThan(0);
      expect(completionTokens).toBeLessThanOrEqual(BOUND.completionTokens);
    },
  );

  it('is free where the provider has failed', () => {
    expect(billOf('provider_unavailable')).toMatchObject({
      promptTokens: 0,
      completionTokens: 0,
      microUsd: 0,
    });
  });
});

it('what an answer has used so far has its earlier rounds in it', () => {
  const running = createRunningCharge((prompt) => ({ tokens: prompt.length, microUsd: 1 }), []);
  running.begin([{ role: 'user', content: '?' }], () => SILENT);
  expect(running.soFar()).toEqual({ tokens: 1, microUsd: 1 });
  running.pay({ tokens: 40, microUsd: 7 });
  running.begin([{ role: 'user', content: '?' }], () => SILENT);
  expect(running.soFar()).toEqual({ tokens: 41, microUsd: 8 });
});
