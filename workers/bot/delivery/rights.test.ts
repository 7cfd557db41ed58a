import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgePress, type Owner, type Press, type PressAction } from './rights.ts';

const owner: Owner = { userId: '1', guildId: '10', channelId: '20' };
const own: Press = { ...owner, isModerator: false, namedId: '1' };
const moderator: Press = { ...own, userId: '2', isModerator: true };
const actions: readonly PressAction[] = ['stop', 'retry', 'continue'];

describe('the press of a button under an answer', () => {
  it.each(actions)(
    '%s is for the requester and for moderators of the guild, and for nobody else',
    (action) => {
      expect(judgePress(action, own, owner)).toBe('own');
      expect(judgePress(action, moderator, owner)).toBe('moderator');
      expect(judgePress(action, { ...own, userId: '2' }, owner)).toBe('forbidden');
    },
  );

  it.each<PressAction>([
    ...(['regenerate', 'shorter', 'longer', 'earlier', 'later', 'good', 'bad'] as const),
    ...(['file', 'listen', 'cost', 'forget', 'approve'] as const),
  ])('%s is for the requester alone', (action) => {
    expect(judgePress(action, own, owner)).toBe('own');
    expect(judgePress(action, moderator, owner)).toBe('forbidden');
  });

  it.each<[string, Partial<Press>]>([
    ['another person', { namedId: '2' }],
    ['another guild', { guildId: '11' }],
    ['a direct message', { guildId: null }],
    ['another channel', { channelId: '21' }],
  ])('that names %s than the record is forged, by anybody', (_, change) => {
    for (const press of [own, moderator]) {
      expect(judgePress('retry', { ...press, ...change }, owner)).toBe('forged');
    }
  });

  it('gives nobody a moderator outside of guilds', () => {
    const inPrivate = { guildId: null };
    expect(judgePress('stop', { ...moderator, ...inPrivate }, { ...owner, ...inPrivate })).toBe('forbidden');
  });

  it('never makes the presser the owner by what the button says', () => {
    const id = fc.constantFrom('1', '2', '3');
    const place = { guildId: fc.option(id), channelId: id };
    fc.assert(
      fc.property(
        fc.constantFrom(...actions),
        fc.record({ userId: id, namedId: id, isModerator: fc.boolean(), ...place }),
        fc.record({ userId: id, ...place }),
        (action, press, record) => {
          if (judgePress(action, press, record) === 'own') expect(press.userId).toBe(record.userId);
        },
      ),
    );
  });
});
