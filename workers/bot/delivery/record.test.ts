import { expect, it } from 'vitest';
import { MAX_SHOWN_CHARS } from '../../../shared/limits.ts';
import type { AttachedFile } from '../attachments/judge.ts';
import { TOKEN_LIFE_MS } from '../discord/token-life.ts';
import { followingTask } from './following.ts';
import { heldIn } from './held.ts';
import type { Offer } from './offer.ts';
import {
  beginRecord,
  beginVersion,
  closedRecord,
  confirmShown,
  decideWake,
  earlierIn,
  endRecord,
  enterPhase,
  eraseRecord,
  readRecord,
  rerun,
  standingRecord,
  takeOffer,
} from './record.ts';
import { firstVersion } from './standing.ts';

const job = {
  interactionId: '300000000000000001',
  token: 'token',
  caller: { user_id: '2', guild_id: null, channel_id: '4', locale: 'ko' as const },
  task: { kind: 'answer' as const, prompt: '비밀' },
  traceparent: '',
  receivedAtMs: 1_000_000,
};
const running = beginRecord(job);
const press = { userId: '2', guildId: null, channelId: '4', isModerator: false, namedId: '2' };
const soon = { nowMs: 1_030_000, runningHere: false };
const late = { nowMs: 1_000_000 + TOKEN_LIFE_MS, runningHere: false };

it('only watches a delivery that runs in this isolate', () => {
  expect(decideWake(running, { ...soon, runningHere: true })).toEqual({ kind: 'watch' });
});
it.each(['asking', 'waiting'] as const)('runs again a delivery that died while %s', (phase) => {
  expect(decideWake({ ...running, phase }, soon)).toMatchObject({ kind: 'run' });
});
it.each(['streaming', 'ending'] as const)('finishes a delivery that died while %s', (phase) => {
  expect(decideWake({ ...running, phase }, soon)).toMatchObject({ kind: 'finish', mayRun: true });
});
it('does not run a delivery a fourth time', () => {
  expect(decideWake({ ...running, runs: 3 }, soon)).toMatchObject({ kind: 'finish', mayRun: false });
});
it('keeps the mark of a finished delivery as long as its token lives, and no longer', () => {
  const ended = endRecord(job, { actions: [], messageId: '9', shown: '' });
  expect(decideWake(ended, soon)).toEqual({ kind: 'wait', untilMs: 1_000_000 + TOKEN_LIFE_MS });
  expect(decideWake(ended, late)).toEqual({ kind: 'erase' });
});
it('erases what is too late to deliver', () => {
  expect(decideWake(running, late)).toEqual({ kind: 'erase' });
});
it('keeps no prompt and no token after the end unless Retry needs them', () => {
  expect(JSON.stringify(endRecord(job, { actions: [], messageId: '9', shown: '' }))).not.toMatch(
    /비밀|token"/,
  );
  expect(endRecord(job, { actions: ['continue'], messageId: '9', shown: '' }).offer?.prompt).toBe('');
  expect(endRecord(job, { actions: ['retry', 'continue'], messageId: '9', shown: '' }).offer?.prompt).toBe(
    '비밀',
  );
});

it('keeps the end of what was shown only while Continue is offered', () => {
  const ending = (actions: Offer['actions'], shown: string) =>
    endRecord(job, { actions, messageId: '9', shown }).offer?.shown;
  expect(ending(['retry'], 'Half')).toBeUndefined();
  expect(ending(['continue'], '')).toBeUndefined();
  expect(ending(['continue'], 'Half')).toBe('Half');
  const end = ending(['retry', 'continue'], `a${'😀'.repeat(2_500)}b`) ?? '';
  expect(end).toMatch(/^(😀)+b$/u);
  expect(end.length).toBe(MAX_SHOWN_CHARS - 1);
});

it('keeps by whom an offer was taken for as long as that press may come again', () => {
  const { task: _, ...base } = job;
  const next = {
    ...base,
    interactionId: '300000000000000002',
    receivedAtMs: 1_500_000,
    prompt: null,
    answerId: '3',
    press,
  };
  const ended = endRecord(job, { actions: ['retry'], messageId: '9', shown: '' });
  expect(takeOffer(ended, next)).toEqual({
    state: 'ended',
    offer: null,
    takenBy: '300000000000000002',
    expiresAtMs: 1_500_000 + TOKEN_LIFE_MS,
  });
});

it('asks what the press asks, or the question again, and names the answer that it follows', () => {
  const { task: _, ...base } = job;
  const next = { ...base, prompt: 'Go on', answerId: '300000000000000001', press };
  const offer = { actions: [], prompt: '비밀', shown: 'Half', token: 'token', messageId: '9' };
  expect(followingTask('continue', offer, next, 'own')).toEqual({
    kind: 'answer',
    prompt: 'Go on',
    follows: { action: 'continue', request: '300000000000000001', shown: 'Half' },
  });
  expect(followingTask('retry', offer, { ...next, prompt: null }, 'own')).toEqual({
    kind: 'answer',
    prompt: '비밀',
    follows: { action: 'retry', request: '300000000000000001' },
  });
});

it('goes on within the code block in which the answer broke off', () => {
  const ending = { actions: ['retry', 'continue'] as const, messageId: '9', shown: 'See:\n```js\nlet a' };
  const { offer } = endRecord(job, ending);
  const { task: _, ...base } = job;
  const next = { ...base, prompt: 'Go on', answerId: '3', press };
  if (offer === null) throw new Error('There is no offer');
  expect(followingTask('continue', offer, next, 'own')).toMatchObject({ openBlock: '```js' });
  expect(followingTask('retry', offer, next, 'own')).not.toHaveProperty('openBlock');
  const goingOn = { ...job, task: { kind: 'answer', prompt: 'Go on', openBlock: '```js' } as const };
  const again = endRecord(goingOn, { ...ending, shown: '```js\n= 1\n``` See' }).offer;
  if (again === null) throw new Error('There is no offer');
  expect(followingTask('retry', again, next, 'own')).toMatchObject({ openBlock: '```js' });
  expect(followingTask('continue', again, next, 'own')).not.toHaveProperty('openBlock');
  expect(endRecord(job, { ...ending, shown: '```js\nlet a\n``` See' }).offer).not.toHaveProperty('openBlock');
});

it('goes on from what is stored for the requester, and from what was shown for a moderator', () => {
  const inGuild = { ...job, caller: { ...job.caller, guild_id: '5' } };
  const ending = { actions: ['continue'] as const, messageId: '9', shown: 'Half', isStored: true as const };
  const { offer } = endRecord(inGuild, ending);
  expect(offer).toMatchObject({ prompt: '비밀', shown: 'Half', isStored: true });
  const { task: _, ...base } = job;
  const next = { ...base, prompt: 'Go on', answerId: '3', press };
  if (offer === null) return;
  expect(followingTask('continue', offer, next, 'own')).toEqual({
    kind: 'answer',
    prompt: 'Go on',
    follows: { action: 'continue', request: '3' },
  });
  expect(followingTask('continue', offer, next, 'moderator')).toEqual({
    kind: 'answer',
    prompt: 'Go on',
    follows: { action: 'continue', request: '3', shown: 'Half', question: '비밀' },
    isForeign: true,
  });
});

it('keeps the files of a question while Retry is offered, asks with them again, and tells their names', () => {
  const file: AttachedFile = {
    kind: 'text',
    ...{ id: '7', filename: 'a.csv', contentType: 'text/csv', sizeBytes: 5 },
    ...{ url: 'https://cdn.discordapp.com/ephemeral-attachments/1/7/a.csv', width: null, height: null },
  };
  const asked = { ...job, task: { kind: 'answer' as const, prompt: '비밀', files: [file] } };
  const ending = (actions: Offer['actions']) => endRecord(asked, { actions, messageId: '9', shown: 'Half' });
  expect(ending(['continue']).offer).not.toHaveProperty('files');
  const record = ending(['retry', 'continue']);
  const { offer } = record;
  if (offer === null) throw new Error('nothing is offered');
  const { task: _, ...base } = job;
  const next = { ...base, prompt: null, answerId: '3', press };
  expect(followingTask('retry', offer, next, 'own')).toMatchObject({ files: [file] });
  expect(followingTask('continue', offer, { ...next, prompt: 'Go on' }, 'own')).not.toHaveProperty('files');
  expect(heldIn(record)).toMatchObject({ question: '비밀', files: ['a.csv'] });
  expect(heldIn(beginRecord(asked))).toEqual({ question: '비밀', files: ['a.csv'] });
  expect(JSON.stringify(eraseRecord(beginRecord(asked), 0))).not.toContain('a.csv');
});

it('keeps neither question nor text of a stored answer where nobody else may press', () => {
  const ending = { actions: ['continue'] as const, messageId: '9', shown: 'Half', isStored: true as const };
  const { offer } = endRecord(job, ending);
  expect(offer?.prompt).toBe('');
  expect(offer?.shown).toBeUndefined();
});

it('remembers that the note may be shown until an answer is confirmed in its place, across runs', () => {
  const waiting = enterPhase(running, 'waiting') ?? running;
  expect(waiting).toMatchObject({ phase: 'waiting', mayShowNote: true });
  expect(confirmShown(waiting, 'note')).toBeNull();
  const streaming = enterPhase(rerun(waiting), 'streaming') ?? running;
  expect(streaming).toMatchObject({ runs: 2, phase: 'streaming', mayShowNote: true });
  expect(confirmShown(streaming, 'answer')).toMatchObject({ mayShowNote: false });
  expect(enterPhase(streaming, 'streaming')).toBeNull();
});

it.each([
  [false, 'asking'],
  [true, 'ending'],
] as const)('reads a record of before the phases, posting %s, as %s', (posting, phase) => {
  const old = { state: 'running' as const, job, runs: 2, posting, followUpIds: ['7'] };
  expect(readRecord(old)).toEqual({ ...running, runs: 2, phase, followUpIds: ['7'] });
});

it('reads what it writes', () => {
  const ended = endRecord(job, { actions: ['retry'], messageId: '9', shown: '' });
  for (const record of [running, ended, undefined]) expect(readRecord(record)).toEqual(record);
});

it('keeps of an erased delivery only what its last edit needs, and afterwards only that it was answered', () => {
  const erased = eraseRecord({ ...running, phase: 'streaming', followUpIds: ['9'] }, soon.nowMs);
  expect(erased).toMatchObject({ state: 'running', phase: 'streaming', followUpIds: ['9'] });
  expect(JSON.stringify(erased)).toContain('"token":"token"');
  expect(JSON.stringify(erased)).not.toMatch(/비밀|"user_id":"2"|"channel_id":"4"/);
  const ended = endRecord(job, { actions: ['retry', 'continue'], messageId: '9', shown: '비밀' });
  const left = { state: 'ended', expiresAtMs: 1_000_000 + TOKEN_LIFE_MS, offer: null };
  expect(eraseRecord(ended, soon.nowMs)).toEqual(left);
  expect(closedRecord(job)).toEqual(left);
});
it('closes an erased delivery that does not run, and one whose last edit takes longer than 30 seconds', () => {
  const erased = { ...running, erasedAtMs: soon.nowMs };
  expect(decideWake(erased, soon)).toMatchObject({ kind: 'close' });
  expect(decideWake(erased, { ...soon, runningHere: true })).toEqual({ kind: 'watch' });
  const later = { nowMs: soon.nowMs + 30_000, runningHere: true };
  expect(decideWake(erased, later)).toMatchObject({ kind: 'close' });
});
it('hands over the question under way, and what the buttons need', () => {
  expect(heldIn(running)).toEqual({ question: '비밀' });
  expect(heldIn(eraseRecord(running, soon.nowMs))).toBeNull();
  expect(heldIn(endRecord(job, { actions: [], messageId: '9', shown: '' }))).toBeNull();
  const ended = endRecord(job, { actions: ['retry', 'continue'], messageId: '9', shown: '끝' });
  expect(heldIn(ended)).toEqual({ question: '비밀', shown: '끝' });
  expect(heldIn(undefined)).toBeNull();
});
it('hands no question over to a moderator who asks it of somebody else’s answer', () => {
  const task = { kind: 'answer', prompt: '비밀', isForeign: true } as const;
  expect(heldIn({ ...running, job: { ...running.job, task } })).toBeNull();
});

const end = { kind: 'whole', finishReason: 'stop' } as const;
const version = {
  ...{ request: '1', text: '비밀', end, about: { remembered: true }, firstTextMs: 5 },
};
const standing = firstVersion(job, version, ['@original', '7', '8']);

it('makes a version in the messages that are there, also again, and goes back to what they are by then', () => {
  const begun = beginVersion(standing, job);
  expect(begun.followUpIds).toEqual(['7', '8']);
  const again = rerun({ ...begun, followUpIds: ['7', '9'], speaks: 'aloud' });
  expect(again.followUpIds).toEqual(['7', '9']);
  expect(earlierIn(again)?.messageIds).toEqual(['@original', '7', '9']);
});

it('begun anew, knows no message that it has not posted, and owes no speech', () => {
  const again = rerun({ ...running, followUpIds: ['7'], speaks: 'aloud' });
  expect(again.followUpIds).toEqual([]);
  expect(again).not.toHaveProperty('speaks');
});

it('keeps of an erased delivery neither what was to be spoken nor an earlier version, but that one is shown', () => {
  const erased = eraseRecord({ ...beginVersion(standing, job), speaks: '비밀' }, soon.nowMs);
  expect(JSON.stringify(erased)).not.toContain('비밀');
  expect(erased).toMatchObject({ state: 'running', phase: 'ending' });
});

it('counts the time for the last edit from the first of two erasures', () => {
  const erased = eraseRecord(eraseRecord(running, soon.nowMs), soon.nowMs + 5_000);
  expect(erased).toMatchObject({ erasedAtMs: soon.nowMs });
});

it('offers Continue under a version that broke off, from the turn that is stored', () => {
  const cut = { ...version, end: { kind: 'whole', finishReason: 'length' } as const };
  expect(standingRecord(firstVersion(job, cut, ['@original', '7'])).offer).toMatchObject({
    actions: ['continue'],
    messageId: '7',
    isStored: true,
    request: '1',
  });
  expect(standingRecord(standing).offer).toBeNull();
});

it('asks the model that a press names, else that of the answer, and follows the request that is stored', () => {
  const { task: _, ...base } = job;
  const next = { ...base, prompt: null, answerId: '3', press };
  const offer = { actions: [], prompt: '비밀', token: 'token', messageId: '9', model: 'one', request: '1' };
  expect(followingTask('retry', offer, next, 'own')).toMatchObject({
    model: 'one',
    follows: { request: '1' },
  });
  expect(followingTask('retry', offer, { ...next, model: 'two' }, 'own')).toMatchObject({ model: 'two' });
});
