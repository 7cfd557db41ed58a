import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textsFor } from '../../locale/choose.ts';
import { chosenChanges, roleChanges, writtenChanges } from './changes.ts';
import { viewOf } from './fixtures.ts';
import { createForm, readForm } from './forms.ts';

const at = (field: Parameters<typeof chosenChanges>[0]['field'], part: string | null = null) =>
  ({ scope: 'server', field, part }) as const;

describe('a choice', () => {
  it.each([
    ['language', ['ko'], { language: 'ko' }],
    ['language', ['-'], { language: null }],
    ['memory', ['off'], { memory: false }],
    ['showQuestion', ['on'], { showQuestion: true }],
    ['moderation', ['note'], { moderation: { level: 'note' } }],
  ] as const)('of %s: %j', (field, values, changes) => {
    expect(chosenChanges(at(field), values, null)).toEqual(changes);
  });

  it('of moderation keeps the categories', () => {
    const view = viewOf({ server: { moderation: { level: 'off', categories: { hate: 'block' } } } });
    expect(chosenChanges(at('moderation'), ['note'], view)).toEqual({
      moderation: { level: 'note', categories: { hate: 'block' } },
    });
  });

  it('of models changes those in sight alone; none left is no list', () => {
    const catalogue = Array.from({ length: 30 }, (_, n) => `m${n}`);
    const view = viewOf({ catalogue, server: { allowedModels: ['m1', 'm25'] } });
    expect(chosenChanges(at('allowedModels', '24'), ['m26'], view)).toEqual({ allowedModels: ['m1', 'm26'] });
    expect(chosenChanges(at('allowedModels', '0'), [], view)).toEqual({ allowedModels: ['m25'] });
    expect(chosenChanges(at('allowedModels', '0'), [], viewOf({ catalogue }))).toEqual({
      allowedModels: null,
    });
  });

  it('of channels keeps the other list, and those that no select has room for', () => {
    const allow = Array.from({ length: 30 }, (_, n) => `${100 + n}`);
    const view = viewOf({ server: { answersIn: { allow, deny: ['7'] } } });
    expect(chosenChanges(at('answersIn', 'allow'), ['1'], view)).toEqual({
      answersIn: { allow: ['125', '126', '127', '128', '129', '1'], deny: ['7'] },
    });
    const one = viewOf({ server: { answersIn: { allow: [], deny: ['7'] } } });
    expect(chosenChanges(at('answersIn', 'deny'), [], one)).toEqual({ answersIn: null });
  });
});

describe('what is written', () => {
  it.each([
    ['dailyTokens', '50,000', 50_000],
    ['dailyTokens', ' 7 ', 7],
    ['dailyMicroUsd', '$1.5', 1_500_000],
    ['dailyMicroUsd', '0.000001', 1],
    ['instructions', ' Be brief. ', 'Be brief.'],
    ['timeZone', '', null],
  ] as const)('as %s: %j', (field, text, value) => {
    expect(writtenChanges(field, text)).toEqual({ ok: true, changes: { [field]: value } });
  });

  it.each(['-1', '1e9', '1.5', '1,00', 'many', '99999999999999'])('is no number of tokens: %s', (text) => {
    expect(writtenChanges('dailyTokens', text)).toEqual({ ok: false });
  });

  it('comes back from a form as it was set', () => {
    const texts = textsFor('en').settings;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000_000 }), (dailyMicroUsd) => {
        const view = viewOf({ server: { dailyMicroUsd } });
        const form = createForm({ scope: 'server', field: 'dailyMicroUsd', version: 0 }, view, texts);
        const value = enteredIn(form.components[0]?.component);
        expect(
          writtenChanges('dailyMicroUsd', readForm({ texts: new Map([['value', value]]), lists: new Map() })),
        ).toEqual({
          ok: true,
          changes: { dailyMicroUsd },
        });
      }),
    );
  });

  it('limits a role, changes that limit, and takes it away', () => {
    const nothing = { calls: '', tokens: '', usd: '' };
    const others = { roleId: '1', callsPerMin: 3 };
    const view = viewOf({ server: { roleLimits: [others, { roleId: '2', callsPerMin: 1 }] } });
    expect(roleChanges('2', { ...nothing, tokens: '500', usd: '2' }, view)).toEqual({
      ok: true,
      changes: { roleLimits: [others, { roleId: '2', tokensPerDay: 500, microUsdPerDay: 2_000_000 }] },
    });
    expect(roleChanges('2', nothing, view)).toEqual({ ok: true, changes: { roleLimits: [others] } });
    expect(roleChanges('3', { ...nothing, calls: '5' }, viewOf())).toEqual({
      ok: true,
      changes: { roleLimits: [{ roleId: '3', callsPerMin: 5 }] },
    });
    expect(roleChanges('3', nothing, viewOf())).toEqual({ ok: true, changes: { roleLimits: null } });
    expect(roleChanges('2', { ...nothing, calls: 'x' }, view)).toEqual({ ok: false });
  });
});

function enteredIn(input: object | undefined): string {
  return input !== undefined && 'value' in input ? String(input.value) : '';
}
