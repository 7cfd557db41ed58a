/** What an isolate knows of settings, by a clock of the test’s own. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { SeenVersions } from '../../../shared/settings/projection.ts';
import { createQuestionSettings } from './question-settings.ts';
import { NOTHING_SET, type PersonScope, type ReadScopes, type ServerScope } from './scopes.ts';
import { createSettingsCache } from './settings-cache.ts';

const caller: Caller = { user_id: '1', guild_id: '7', channel_id: '8', locale: 'ko' };
const read: ReadScopes = { ...NOTHING_SET, version: 4, server: { language: 'en' } };

let nowMs = 0;
let mended: number;
let isolate: Parameters<typeof createQuestionSettings>[0];
beforeEach(() => {
  nowMs = 0;
  mended = 0;
  isolate = {
    settings: createSettingsCache<ServerScope>(() => nowMs),
    personSettings: createSettingsCache<PersonScope>(() => nowMs),
    waitUntil: () => {
      mended += 1;
    },
    log: { warn: () => {} },
    openDatabase: () => {
      throw new Error('out');
    },
  } as unknown as typeof isolate;
});
const of = (seen?: SeenVersions, as: Caller = caller) => createQuestionSettings(isolate, as, seen);

describe('the settings of a question', () => {
  it('are read anew after a minute, so that a change is in force by then', () => {
    of().keep(read);
    nowMs = 59_999;
    expect(of().find()).toEqual(read);
    nowMs = 60_000;
    expect(of().find()).toBeUndefined();
  });

  it('are read at once when the bot has seen a newer version', () => {
    of().keep(read);
    expect(of({ server: 4, person: 0 }).find()).toEqual(read);
    expect(of({ server: 5, person: 0 }).find()).toBeUndefined();
    expect(of({ server: 4, person: 1 }).find()).toBeUndefined();
  });

  it('are told the bot again when it has another version, and only then', () => {
    of({ server: 4, person: 0 }).keep(read);
    of().keep(read);
    of({ server: 4, person: 0 }).find();
    expect(mended).toBe(0);
    of({ server: 0, person: 0 }).find();
    of({ server: 9, person: 0 }).keep(read);
    of({ server: 4, person: 2 }).keep(read);
    expect(mended).toBe(3);
  });

  it('of a channel hold in its threads, and in no other channel or server', () => {
    of().keep(read);
    expect(of({}, { ...caller, channel_id: '88', parent_id: '8' }).find()).toEqual(read);
    expect(of({}, { ...caller, channel_id: '9' }).find()).toBeUndefined();
    expect(of({}, { ...caller, guild_id: '77' }).find()).toBeUndefined();
    expect(of({}, { ...caller, user_id: '2' }).find()).toBeUndefined();
  });
});
