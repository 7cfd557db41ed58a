import { describe, expect, it } from 'vitest';
import {
  addReminder,
  afterAttempt,
  beginAttempt,
  dropReminder,
  dueReminders,
  EMPTY,
  listReminders,
  MAX_OPEN,
  nextWakeMs,
  type RemindersRecord,
  type Sent,
  withoutStale,
} from './reminders.ts';
import type { WantedReminder } from './rpc.ts';

const wanted = (id: string, more: Partial<WantedReminder> = {}): WantedReminder => ({
  id,
  text: 'tea',
  atMs: 10_000,
  askedAtMs: 0,
  channelId: '3',
  guildId: '2',
  locale: 'en',
  isForChannel: false,
  ...more,
});
const EMPTY_RECORD: RemindersRecord = { userId: '1', ...EMPTY };
const withOnes = (...reminders: WantedReminder[]) =>
  reminders.reduce((record, reminder) => addReminder(record, reminder).record, EMPTY_RECORD);
/** One attempt, `nowMs` after its time. */
const attempt = (record: RemindersRecord, id: string, sent: Sent, nowMs: number) =>
  afterAttempt(beginAttempt(record, id, nowMs), id, sent, nowMs);
const LATER: Sent = { kind: 'later', afterMs: null };

describe('reminders', () => {
  it('are added once, also after they were posted or cancelled, and twenty at most', () => {
    const record = withOnes(wanted('a'));
    expect(addReminder(record, wanted('a')).verdict).toBe('again');
    const posted = attempt(record, 'a', { kind: 'posted' }, 10_000);
    expect(posted.reminders).toEqual([]);
    expect(addReminder(posted, wanted('a')).verdict).toBe('again');
    expect(addReminder(dropReminder(record, 'a') ?? record, wanted('a')).verdict).toBe('again');
    const full = withOnes(
      ...Array.from({ length: MAX_OPEN }, (_, at) => wanted(String(at), { text: `${at}` })),
    );
    expect(addReminder(full, wanted('x')).verdict).toBe('full');
  });

  it('are set once by an answer that is written anew', () => {
    const record = withOnes(wanted('a'));
    expect(addReminder(record, wanted('b')).verdict).toBe('again');
    expect(addReminder(record, wanted('b', { atMs: 10_001 })).verdict).toBe('added');
    expect(addReminder(record, wanted('b', { text: 'cake' })).verdict).toBe('added');
    expect(addReminder(record, wanted('b', { channelId: '2' })).verdict).toBe('added');
  });

  it('are due at their time, the earliest first', () => {
    const record = withOnes(wanted('b', { atMs: 20_000 }), wanted('a'), wanted('c', { atMs: 30_000 }));
    expect(nextWakeMs(record)).toBe(10_000);
    expect(dueReminders(record, 9_999)).toEqual([]);
    expect(dueReminders(record, 20_000).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('are tried again after ever longer pauses, for an hour, and then given up', () => {
    let record = withOnes(wanted('a'));
    const pauses: number[] = [];
    let nowMs = 10_000;
    for (;;) {
      record = attempt(record, 'a', LATER, nowMs);
      const state = record.reminders[0]?.state;
      if (state?.kind !== 'open') break;
      pauses.push((state.nextMs - nowMs) / 1000);
      nowMs = state.nextMs;
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600, 600]);
    expect(record.reminders[0]?.state).toMatchObject({ kind: 'failed', failure: 'unreachable' });
    expect(listReminders(record)).toMatchObject([{ failure: 'unreachable' }]);
  });

  it('wait for as long as Discord says', () => {
    const record = attempt(withOnes(wanted('a')), 'a', { kind: 'later', afterMs: 60_000 }, 10_000);
    expect(nextWakeMs(record)).toBe(70_000);
  });

  it('are written down before they are sent, so that a restart goes on with them', () => {
    const begun = beginAttempt(withOnes(wanted('a')), 'a', 10_000);
    expect(dueReminders(begun, 10_000)).toEqual([]);
    expect(dueReminders(begun, 15_000)).toHaveLength(1);
  });

  it.each([
    ['forbidden', '2', { kind: 'open' }, true],
    ['channel_gone', '2', { kind: 'open' }, true],
    ['refused', '2', { kind: 'failed', failure: 'refused' }, undefined],
    ['forbidden', null, { kind: 'failed', failure: 'forbidden' }, undefined],
  ] as const)('whose channel says %s (server %s) go on so: %j', (failure, guildId, state, isDirect) => {
    const record = attempt(withOnes(wanted('a', { guildId })), 'a', { kind: 'failed', failure }, 10_000);
    expect(record.reminders[0]).toMatchObject({ state });
    expect(record.reminders[0]?.isDirect).toBe(isDirect);
  });

  it('go by a direct message once, and are kept for a week when that fails, too', () => {
    const failed: Sent = { kind: 'failed', failure: 'forbidden' };
    const record = attempt(attempt(withOnes(wanted('a')), 'a', failed, 10_000), 'a', failed, 11_000);
    expect(record.reminders[0]?.state).toEqual({ kind: 'failed', failure: 'forbidden', atMs: 11_000 });
    const weekMs = 7 * 86_400_000;
    expect(nextWakeMs(record)).toBe(11_000 + weekMs);
    expect(withoutStale(record, 11_000 + weekMs - 1).reminders).toHaveLength(1);
    expect(withoutStale(record, 11_000 + weekMs).reminders).toEqual([]);
  });

  it('are listed by their time, below what could not be delivered', () => {
    const record = attempt(
      withOnes(wanted('b', { atMs: 20_000 }), wanted('a', { atMs: 15_000 }), wanted('c', { guildId: null })),
      'c',
      { kind: 'failed', failure: 'forbidden' },
      10_000,
    );
    expect(listReminders(record).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });
});
