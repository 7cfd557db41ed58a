import { expect, it } from 'vitest';
import type { Connections } from './connections.ts';
import { followOffer } from './follow.ts';
import type { DeliveryRecord } from './record.ts';
import { endRecord } from './record.ts';
import { createRecordStore } from './record-store.ts';

const job = {
  interactionId: '300000000000000001',
  token: 'token',
  caller: { user_id: '2', guild_id: null, channel_id: '4', locale: 'en' as const },
  task: { kind: 'answer' as const, prompt: 'Why?' },
  traceparent: '',
  receivedAtMs: 0,
};
const { task: _, ...base } = job;
const press = {
  ...base,
  ...{ interactionId: '300000000000000002', prompt: null, answerId: job.interactionId },
  press: { userId: '2', guildId: null, channelId: '4', isModerator: false, namedId: '2' },
};

it('takes no press of a button that was not offered, and keeps the offer', async () => {
  const ended = endRecord(job, { actions: ['retry'], messageId: '9', shown: '' });
  const values = new Map<string, unknown>([['delivery', ended]]);
  const store = createRecordStore({
    get: <Value>(key: string) => values.get(key) as Value | undefined,
    put: (key, value) => void values.set(key, value),
  });
  const deps = { connections: {} as Connections, store, nowMs: 0, clearButtons: () => undefined };
  expect(await followOffer('continue', press, deps)).toBe('gone');
  expect(store.load()).toEqual<DeliveryRecord>(ended);
});
