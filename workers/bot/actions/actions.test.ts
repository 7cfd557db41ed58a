import { describe, expect, it } from 'vitest';
import type { ProposedAction } from '../../../shared/contract/actions.ts';
import { asksOf, keepProposed, type ProposingJob } from './actions.ts';

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

  it.each([
    ['a public answer in a server', {}, { guild_id: '5' }, 'nothing'],
    ['a private answer in a server', { isPrivate: true }, { guild_id: '5' }, 'approval'],
    ['a private answer in a group', { isPrivate: true }, { guild_id: null }, 'approval'],
    ['a direct message', { isPrivate: true }, { guild_id: null, direct: true }, 'nothing'],
  ])('of one’s own from %s asks for what others would see of it', (_, more, place, asks) => {
    const caller = { user_id: '2', channel_id: '4', locale: 'en', ...place };
    const job = { interactionId: '1', receivedAtMs: 0, caller, ...more } as unknown as ProposingJob;
    expect(keepProposed(job, '1', [reminder()], 0)).toMatchObject([{ asks }]);
  });
});
