import { describe, expect, it } from 'vitest';
import { afterAttempt, noteTurn, type PauseRecord } from './pause.ts';

const place = { user_id: '1', guild_id: '7', channel_id: '8' };
const at = (nowMs: number) => ({ nowMs, pauseMs: 1_000 });
const note = (record: PauseRecord | undefined, requestKey: string, nowMs: number, where = place) =>
  noteTurn(record, { place: where, requestKey }, at(nowMs));

describe('the pause of a conversation', () => {
  it('begins anew with each turn, but who talks on is heard in the end', () => {
    let record = note(undefined, 'a', 0);
    expect(record.dueMs).toBe(1_000);
    record = note(record, 'b', 900);
    expect(record.dueMs).toBe(1_900);
    for (let turn = 2; turn < 20; turn += 1) record = note(record, String(turn), turn * 900);
    expect(record.dueMs).toBe(10_000);
  });

  it('keeps conversations apart, each turn once, and no more of them than one call reads', () => {
    let record = note(note(undefined, 'a', 0), 'a', 1);
    record = note(record, 'b', 2, { ...place, channel_id: '9' });
    expect(record.conversations.map(({ requestKeys }) => requestKeys)).toEqual([['a'], ['b']]);
    for (let turn = 0; turn < 50; turn += 1) record = note(record, `t${turn}`, 3);
    expect(record.conversations.at(-1)?.requestKeys).toHaveLength(20);
    expect(record.conversations.at(-1)?.requestKeys.at(-1)).toBe('t49');
  });

  it('is tried again a few times, and then given up', () => {
    const record = note(undefined, 'a', 0);
    expect(afterAttempt(record, [], 5)).toBeUndefined();
    const second = afterAttempt(record, record.conversations, 5);
    expect(second).toMatchObject({ tries: 1, dueMs: 600_005 });
    const third = second && afterAttempt(second, second.conversations, 9);
    expect(third && afterAttempt(third, third.conversations, 9)).toBeUndefined();
  });
});
