import { expect, it } from 'vitest';
import { peekRecord } from './peek.ts';
import type { DeliveryRecord } from './record.ts';

const caller = { user_id: '2', guild_id: '3', channel_id: '4', locale: 'ko' } as const;
const owner = { userId: '2', guildId: '3', channelId: '4' };
const job = { caller, task: { kind: 'answer', prompt: '왜?' } };
const asRecord = (record: object) => record as unknown as DeliveryRecord;

it.each([
  ['an answer that is being written', { state: 'running', job }, { owner, state: 'running' }],
  [
    'one that stands',
    { state: 'ended', expiresAtMs: 9, offer: null, standing: { job } },
    { owner, state: 'standing' },
  ],
  [
    'one that broke off',
    { state: 'ended', expiresAtMs: 9, offer: { owner, actions: ['retry'] } },
    { owner, state: 'broken' },
  ],
])('shows %s', (_, record, shown) => {
  expect(peekRecord(asRecord(record), 8)).toEqual(shown);
});

it.each([
  ['nothing', undefined],
  ['what is not an answer', { state: 'running', job: { caller, task: { kind: 'export' } } }],
  [
    'an answer to somebody else',
    { state: 'running', job: { caller, task: { ...job.task, isForeign: true } } },
  ],
  ['one that is erased', { state: 'running', job, erasedAtMs: 1 }],
  ['one whose time is over', { state: 'ended', expiresAtMs: 8, offer: null, standing: { job } }],
  ['the mark of a command', { state: 'ended', expiresAtMs: 9, offer: null }],
  [
    'one that can only be continued',
    { state: 'ended', expiresAtMs: 9, offer: { owner, actions: ['continue'] } },
  ],
])('shows nothing of %s', (_, record) => {
  expect(peekRecord(record === undefined ? undefined : asRecord(record), 8)).toBeNull();
});
