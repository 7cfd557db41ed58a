import { describe, expect, it } from 'vitest';
import type { ChunkChoice } from '../../../shared/chat/chunk.ts';
import type { FinishReason } from '../../../shared/chat/finish.ts';
import { createFinishes } from './finishes.ts';

const choice = (index: number, finishReason?: FinishReason): ChunkChoice => ({
  index,
  text: '',
  refusal: '',
  reasoning: '',
  toolCalls: [],
  ...(finishReason === undefined ? {} : { finishReason }),
});

describe('an answer of several choices', () => {
  it('is whole when the last of them has finished', () => {
    const finishes = createFinishes(2);
    expect(finishes.take([choice(0, 'stop')])).toBeUndefined();
    expect(finishes.take([choice(1)])).toBeUndefined();
    expect(finishes.reasonAtDone()).toBeUndefined();
    expect(finishes.take([choice(1, 'length')])).toBe('length');
  });

  it('is whole at its end with fewer choices than were asked for', () => {
    const finishes = createFinishes(3);
    finishes.take([choice(0, 'stop')]);
    expect(finishes.reasonAtDone()).toBe('stop');
  });

  it('of one is whole with its finish', () => {
    expect(createFinishes().take([choice(0), choice(0, 'stop')])).toBe('stop');
  });
});
