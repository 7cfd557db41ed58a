import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../../shared/contract/caller.ts';
import { textsFor } from '../locale/choose.ts';
import { en } from '../locale/en.ts';
import { MENU_CHOICES } from '../message/custom-id.ts';
import {
  type AnswerVersion,
  firstVersion,
  MAX_VERSIONS,
  notePress,
  rateVersion,
  rowOf,
  rowState,
  type StandingAnswer,
  shownVersion,
  turnPage,
  versionJob,
  withVersion,
} from './standing.ts';

const job: StandingAnswer['job'] = {
  interactionId: '30000000000000000001',
  token: 'token',
  caller: { user_id: '20000000000000000001', guild_id: null, channel_id: '4', locale: 'en' },
  task: { kind: 'answer', prompt: 'Why?' },
  traceparent: '',
  receivedAtMs: 0,
};
const press = { interactionId: '7', token: 'of-the-press', traceparent: 't' };

function version(request: string, more: Partial<AnswerVersion> = {}): AnswerVersion {
  const end = { kind: 'whole', finishReason: 'stop' } as const;
  return { request, text: `answer ${request}`, end, about: { remembered: true }, firstTextMs: 5, ...more };
}
const standing = (first = version('1')) => firstVersion(job, first, ['@original']);

describe('the versions of an answer', () => {
  it('are bounded in number and in size, the newest always kept and shown', () => {
    let many = standing();
    for (let index = 2; index <= MAX_VERSIONS + 2; index += 1)
      many = withVersion(many, version(String(index)));
    expect(many.versions.map(({ request }) => request)).toEqual(['3', '4', '5', '6', '7']);
    expect(shownVersion(many).request).toBe('7');
    const large = withVersion(many, version('8', { text: 'x'.repeat(399_995) }));
    expect(large.versions.map(({ request }) => request)).toEqual(['8']);
  });

  it('are one at least, whatever its size', () => {
    const huge = withVersion(standing(), version('2', { text: 'x'.repeat(400_001) }));
    expect(huge.versions.map(({ request }) => request)).toEqual(['2']);
  });

  it('are rated each for itself', () => {
    const two = withVersion(standing(), version('2'));
    expect(rateVersion(two, '1', 'bad').versions.map(({ rating }) => rating)).toEqual(['bad', undefined]);
  });

  it('come of presses, of which the last ten are known', () => {
    let pressed = standing();
    for (let index = 0; index < 12; index += 1) pressed = notePress(pressed, String(index));
    expect(pressed.presses).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
  });

  it('can be gone on with where they broke off, and forgotten where they are stored', () => {
    const cut = { kind: 'whole', finishReason: 'length' } as const;
    expect(rowState(standing())).toMatchObject({ canContinue: false, canForget: true });
    expect(rowState(standing(version('1', { end: cut })))).toMatchObject({ canContinue: true });
    for (const about of [{}, { remembered: false }]) {
      expect(rowState(standing(version('1', { about })))).toMatchObject({ canForget: false });
    }
  });

  it('end at either side', () => {
    const two = withVersion(standing(), version('2'));
    expect(turnPage(two, 1)).toBeNull();
    expect(turnPage(two, -1)?.shown).toBe(0);
    expect(turnPage(standing(), -1)).toBeNull();
  });

  it('take the place of the turn that is stored, which one that was not stored leaves', () => {
    const two = withVersion(standing(), version('2', { about: { remembered: false } }));
    expect(two.stored).toBe('1');
    const { task } = versionJob(two, 'regenerate', press, en);
    expect(task).toEqual({
      kind: 'answer',
      prompt: 'Why?',
      follows: { action: 'retry', request: '1' },
      attempt: { request: '7', token: 'of-the-press' },
    });
  });

  it.each([
    ['shorter', 100, 80],
    ['shorter', 1_000, 500],
    ['longer', 1_000, 2_000],
    ['longer', 100_000, 8_000],
  ] as const)('%s than %d characters is about %d', (wish, chars, wanted) => {
    const { task } = versionJob(standing(version('1', { text: 'x'.repeat(chars) })), wish, press, en);
    expect(task).toMatchObject({ follows: { instruction: expect.stringContaining(` ${wanted} `) } });
  });

  it('of a continuation are asked from the history, or not at all', () => {
    const follows = { action: 'continue', request: '0' } as const;
    const continued = firstVersion({ ...job, task: { ...job.task, follows } }, version('1'), ['@original']);
    expect(rowState(continued).canRegenerate).toBe(true);
    expect(versionJob(continued, 'regenerate', press, en).task).toMatchObject({ showsQuestion: false });
    expect(rowState({ ...continued, stored: null }).canRegenerate).toBe(false);
  });
});

describe.each(LOCALES)('the row in %s', (locale) => {
  const texts = textsFor(locale);
  const cut = version('1', { end: { kind: 'whole', finishReason: 'length' } });

  it.each([
    ['one version', standing()],
    ['a cut answer', standing(cut)],
    ['several versions of which one is cut', withVersion(standing(), cut)],
  ])('holds what Discord lets a message have: %s', (_, answer) => {
    const [buttons, menu, ...others] = rowOf(answer, texts);
    expect(others).toEqual([]);
    expect(buttons?.components.length).toBeLessThanOrEqual(5);
    expect(menu?.components).toHaveLength(1);
    const parts = [...(buttons?.components ?? []), ...(menu?.components ?? [])];
    expect(new Set(parts.map(({ custom_id: id }) => id)).size).toBe(parts.length);
    for (const { custom_id: id } of parts) expect(id.length).toBeLessThanOrEqual(100);
  });

  it('names everything in its own words', () => {
    for (const choice of MENU_CHOICES) expect(texts.under.menu[choice].length).toBeGreaterThan(1);
    const told = texts.under.cost({
      model: 'm',
      isFallback: true,
      isCached: false,
      tokens: { prompt: 1_234, cached: 1_000, completion: 7 },
      costMicroUsd: 12,
      firstTextMs: 1_234,
    });
    for (const fact of ['`m`', '1,234', '1,000', '7', '$0.000012', '1.2']) expect(told).toContain(fact);
    expect(told).not.toMatch(/undefined|null|NaN/);
  });
});
