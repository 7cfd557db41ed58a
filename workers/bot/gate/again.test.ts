import { expect, it } from 'vitest';
import type { Caller } from '../../../shared/contract/caller.ts';
import { type EffectiveSettings, effectiveSettings } from '../../../shared/settings/effective.ts';
import { ko } from '../locale/ko.ts';
import { passAgain, type UncheckedJob } from './again.ts';
import type { Checked, Gate } from './gate.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const ADMINISTRATOR = 1n << 3n;

/** As it was remembered: in English, without the question, with its cost, for its person alone. */
const job: UncheckedJob = {
  interactionId: '3',
  token: 'token',
  caller: {
    user_id: '2',
    guild_id: '5',
    channel_id: '6',
    parent_id: '4',
    role_ids: ['71', '72'],
    locale: 'en',
  },
  task: { kind: 'answer', prompt: '안녕?', showsQuestion: false, showsCost: true },
  traceparent: '',
  receivedAtMs: NOW_MS,
  isPrivate: true,
  actions: ['create_poll'],
  seenSettings: { server: 3, person: 0 },
  unchecked: { locale: 'ko', permissions: 0n, wantsPrivate: false },
};

const NOTHING_SET = effectiveSettings(
  { ceilings: { models: null, dailyTokens: 0, dailyMicroUsd: 0 }, server: {}, channel: {}, person: {} },
  { channelId: '6', parentId: '4', guildId: null, roleIds: [] },
);

async function look(
  now: Partial<Omit<Checked, 'settings'>> & { settings?: Partial<EffectiveSettings> },
  asked: UncheckedJob = job,
) {
  const checks: [object, Caller][] = [];
  const gate: Gate = {
    async check(interaction, caller) {
      checks.push([interaction, caller]);
      return {
        verdict: { kind: 'open' },
        answersIn: [],
        seen: { server: 4, person: 0 },
        roleIds: ['72'],
        ...now,
        settings: { ...NOTHING_SET, ...now.settings },
      };
    },
  };
  const passed = await passAgain(asked, gate, () => NOW_MS);
  return { passed, checks };
}

it('asks as the interaction was: its place, all roles, its own language', async () => {
  const { checks } = await look({});
  const caller = { user_id: '2', guild_id: '5', channel_id: '6', parent_id: '4', locale: 'ko' };
  expect(checks).toEqual([[{ id: '3', channelId: '6', parentId: '4', roleIds: ['71', '72'] }, caller]]);
});

it('goes on as it is set now, and is not looked at again', async () => {
  const { passed } = await look({});
  const { unchecked: _, isPrivate: _private, caller, ...rest } = job;
  expect(passed).toEqual({
    kind: 'passed',
    job: {
      ...rest,
      caller: { ...caller, locale: 'ko', role_ids: ['72'] },
      task: { kind: 'answer', prompt: '안녕?' },
      seenSettings: { server: 4, person: 0 },
    },
  });
});

it('takes what is set now', async () => {
  const settings = {
    language: 'en',
    privateAnswers: true,
    showQuestion: false,
    showCosts: 'moderators',
  } as const;
  const asked = { ...job, unchecked: { ...job.unchecked, permissions: ADMINISTRATOR } };
  expect((await look({ settings }, asked)).passed).toMatchObject({
    job: { caller: { locale: 'en' }, isPrivate: true, task: { showsQuestion: false, showsCost: true } },
  });
});

it('stays as it was remembered where Redis does not answer: nothing private becomes public by that', async () => {
  const { unchecked: _, ...rest } = job;
  expect((await look({ seen: {} })).passed).toEqual({ kind: 'passed', job: rest });
});

it('stays private where its person has asked for that', async () => {
  const asked = { ...job, unchecked: { ...job.unchecked, wantsPrivate: true } };
  expect((await look({}, asked)).passed).toMatchObject({ job: { isPrivate: true } });
});

it('is refused in the words of the gate', async () => {
  expect((await look({ verdict: { kind: 'muted', untilMs: NOW_MS + 5_000 } })).passed).toEqual({
    kind: 'refused',
    text: ko.stillMuted(NOW_MS / 1000 + 5),
  });
  const told = async (permissions: bigint) => {
    const asked = { ...job, unchecked: { ...job.unchecked, permissions } };
    const { passed } = await look({ verdict: { kind: 'not_here' }, answersIn: ['9'] }, asked);
    return passed.kind === 'refused' ? passed.text : null;
  };
  expect(await told(0n)).toContain(ko.settingsEffects.notHere(['9']));
  expect(await told(ADMINISTRATOR)).toContain(ko.settingsEffects.notHereForManagers);
});
