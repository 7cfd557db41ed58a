import { expect, it } from 'vitest';
import { PING_MS, RESUME_MS } from '../../../shared/contract/talk.ts';
import { IDLE_MS, nextLookMs, type SessionRecord, whatIsDue } from './session-record.ts';
import { newRecord } from './talk-types.ts';

const T0 = 1_000_000;
const LEFT = 60 * 60_000;

function session(overrides: Partial<SessionRecord> = {}): SessionRecord {
  const talk = newRecord('a');
  return {
    caller: { user_id: '1', guild_id: null, channel_id: '2', locale: 'ko' },
    channelName: null,
    interaction: null,
    keyHash: '',
    startedAtMs: T0,
    activeAtMs: T0,
    lostAtMs: null,
    countedAtMs: T0,
    talk: { ...talk, log: { seq: 5, kept: [] } },
    ...overrides,
  };
}

const known = (heardAtMs = Number.POSITIVE_INFINITY) => ({ leftMs: LEFT, heardAtMs });

it.each([
  ['a connection that is lost for twenty seconds', { lostAtMs: T0 }, RESUME_MS, 'lost'],
  ['half an hour in which nobody speaks', {}, IDLE_MS, 'idle'],
  ['the last of the minutes of the day', { activeAtMs: T0 + LEFT }, LEFT, 'time_used'],
] as const)('%s end a conversation, and not a moment earlier', (_what, overrides, afterMs, due) => {
  const record = session(overrides);
  expect(nextLookMs([], record, known())).toBe(T0 + afterMs);
  expect(whatIsDue(record, known(), T0 + afterMs - 1)).toBeNull();
  expect(whatIsDue(record, known(), T0 + afterMs)).toBe(due);
});

it('a page that says nothing, not even that it is there, is gone after two minutes', () => {
  const afterMs = 120_000 + PING_MS;
  expect(nextLookMs([], session(), known(T0))).toBe(T0 + afterMs);
  expect(whatIsDue(session(), known(T0), T0 + afterMs - 1)).toBeNull();
  expect(whatIsDue(session(), known(T0), T0 + afterMs)).toBe('silent');
});

it('a page that has not connected yet has a little longer', () => {
  const record = session({ lostAtMs: T0, talk: newRecord('a') });
  expect(whatIsDue(record, known(T0), T0 + RESUME_MS)).toBeNull();
});
