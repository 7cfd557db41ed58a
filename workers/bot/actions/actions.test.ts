import { describe, expect, it } from 'vitest';
import type { ProposedAction } from '../../../shared/contract/actions.ts';
import { asksOf } from './actions.ts';

const reminder = (args: object = {}): ProposedAction => ({
  id: '1',
  tool: 'remind',
  by: 'bot',
  args: { text: 'tea', at: 1_800_000_000, ...args },
});

describe('a reminder', () => {
  it('of one’s own asks for nothing', () => {
    expect(asksOf(reminder())).toBe('nothing');
  });

  it('of one’s own needs a press once the model has read text of others', () => {
    expect(asksOf({ ...reminder(), after_reading: true })).toBe('approval');
  });

  it('that concerns others needs a press', () => {
    expect(asksOf(reminder({ for_channel: true }))).toBe('approval');
    expect(asksOf(reminder({ text: '@everyone' }))).toBe('approval');
  });
});
