import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServerSettings } from '../../../shared/settings/settings.ts';
import { changesTo, mergeChange } from './merge.ts';

const now = { seenVersion: 4, newVersion: 8 };
const before: ServerSettings = { language: 'ko', moderation: { level: 'note', categories: { hate: 'off' } } };

describe('a change on top of what is set', () => {
  it('is merged with what somebody else has changed of other fields', () => {
    const current = { settings: before, changedIn: { language: 7 } };
    expect(mergeChange<'server'>(current, { model: 'gpt', moderation: null }, now)).toEqual({
      kind: 'merged',
      settings: { language: 'ko', model: 'gpt' },
      changedIn: { language: 7, model: 8, moderation: 8 },
      differs: [
        { field: 'model', before: null, after: 'gpt' },
        { field: 'moderation', before: before.moderation, after: null },
      ],
    });
  });

  it('conflicts over the same field, unless both want the same', () => {
    const current = { settings: before, changedIn: { language: 5 } };
    expect(mergeChange<'server'>(current, { language: 'en', model: 'gpt' }, now)).toEqual({
      kind: 'conflict',
      fields: ['language'],
    });
    expect(mergeChange<'server'>(current, { language: 'ko' }, now)).toMatchObject({
      kind: 'merged',
      differs: [],
    });
    const seen = { ...current, changedIn: { language: 4 } };
    expect(mergeChange<'server'>(seen, { language: 'en' }, now)).toMatchObject({
      settings: { language: 'en' },
    });
  });

  it('does not take another order of fields for a change', () => {
    const moderation = { categories: { hate: 'off' as const }, level: 'note' as const };
    expect(mergeChange<'server'>({ settings: before, changedIn: {} }, { moderation }, now)).toMatchObject({
      differs: [],
    });
  });

  it('does not take another order of fields within a field for a change either', () => {
    const one = { level: 'note' as const, categories: { hate: 'off' as const, violence: 'off' as const } };
    const other = { level: 'note' as const, categories: { violence: 'off' as const, hate: 'off' as const } };
    expect(
      mergeChange<'server'>({ settings: { moderation: one }, changedIn: {} }, { moderation: other }, now),
    ).toMatchObject({ differs: [] });
    const limits = { settings: { roleLimits: [{ roleId: '1', callsPerMin: 2 }] }, changedIn: {} };
    expect(
      mergeChange<'server'>(limits, { roleLimits: [{ callsPerMin: 2, roleId: '1' }] }, now),
    ).toMatchObject({ differs: [] });
  });

  it('makes of one set of settings any other', () => {
    const settings = fc.record(
      { language: fc.constantFrom('ko', 'en'), model: fc.string(), memory: fc.boolean() },
      { requiredKeys: [] },
    ) as fc.Arbitrary<ServerSettings>;
    fc.assert(
      fc.property(settings, settings, (from, to) => {
        const merged = mergeChange<'server'>(
          { settings: from, changedIn: {} },
          changesTo<'server'>(from, to),
          now,
        );
        expect(merged).toMatchObject({ kind: 'merged', settings: to });
        expect(Object.keys(merged.kind === 'merged' ? merged.settings : {}).sort()).toEqual(
          Object.keys(to).sort(),
        );
      }),
    );
  });
});
