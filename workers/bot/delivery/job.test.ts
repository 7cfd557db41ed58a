import { expect, it } from 'vitest';
import type { AttachedFile } from '../attachments/judge.ts';
import { type DeliveryJob, type DeliveryTask, frameOf } from './job.ts';

const jobOf = (task: DeliveryTask): DeliveryJob => ({
  interactionId: '300000000000000001',
  token: 'token',
  caller: { user_id: '200000000000000001', guild_id: null, channel_id: '4', locale: 'en' },
  task,
  traceparent: '',
  receivedAtMs: 0,
});
const headOf = (task: DeliveryTask) => frameOf(jobOf(task)).head;

it('shows the question above an answer and above its retry', () => {
  const request = '300000000000000002';
  expect(headOf({ kind: 'answer', prompt: 'Why?' })).toBe('> Why?');
  expect(headOf({ kind: 'answer', prompt: 'Why?', follows: { action: 'retry', request } })).toBe('> Why?');
});

it('names the files of the question behind it', () => {
  const file: AttachedFile = {
    kind: 'image',
    ...{ id: '7', filename: 'a_b_.png', contentType: 'image/png', sizeBytes: 5 },
    ...{ url: 'https://cdn.discordapp.com/attachments/1/7/a.png', width: 1, height: 1 },
  };
  expect(headOf({ kind: 'answer', prompt: 'Why?', files: [file] })).toBe('> Why? 📎 a\\_b\\_.png');
});

it('shows none where it is switched off, and above what goes on with an answer', () => {
  const follows = { action: 'continue', request: '300000000000000002' } as const;
  expect(headOf({ kind: 'answer', prompt: 'Why?', showsQuestion: false })).toBe('');
  expect(headOf({ kind: 'answer', prompt: 'Go on', follows })).toBe('');
  expect(headOf({ kind: 'export', maxBytes: 1, deliveries: null })).toBe('');
});

it.each<[string, Partial<DeliveryJob['caller']>, Partial<DeliveryJob>, true | undefined]>([
  ['a server', { guild_id: '5' }, {}, true],
  ['the direct messages of several people', {}, {}, true],
  ['the direct messages of a person with Libra', { direct: true }, {}, undefined],
  ['an answer that its person alone sees', { guild_id: '5' }, { isPrivate: true }, undefined],
])('knows where others look on: in %s', (_, where, how, isPublic) => {
  const job = jobOf({ kind: 'answer', prompt: 'Why?' });
  expect(frameOf({ ...job, ...how, caller: { ...job.caller, ...where } }).isPublic).toBe(isPublic);
});
