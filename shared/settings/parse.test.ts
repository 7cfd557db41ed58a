import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChanges, parsePersona, parseSettings, readSettings } from './parse.ts';
import { SCOPES } from './settings.ts';

const CHANNEL = '400000000000000001';
const everything = {
  language: 'ko',
  model: 'gpt',
  persona: 'Poet',
  instructions: 'Be brief.',
  privateAnswers: true,
  conversation: 'channel',
  memory: false,
  moderation: { level: 'note', categories: { 'sexual/minors': 'block' } },
  showCosts: 'moderators',
  showQuestion: false,
  allowedModels: ['gpt'],
  answersIn: { allow: [CHANNEL], deny: [] },
  roleLimits: [{ roleId: '1', callsPerMin: 3, tokensPerDay: 8, microUsdPerDay: 5 }],
  dailyTokens: 10,
  dailyMicroUsd: 1,
};

describe('settings that somebody wrote', () => {
  it('are taken when nothing is wrong', () => {
    expect(parseSettings('server', everything)).toEqual({ ok: true, value: everything });
    const person = { language: 'en', model: 'gpt', persona: 'Poet', timeZone: 'Asia/Seoul', memory: false };
    expect(parseSettings('person', person)).toEqual({ ok: true, value: person });
  });

  it('are answered with everything that is wrong, by code and path', () => {
    const wrong = {
      language: 'fr',
      model: '',
      instructions: 'x'.repeat(4_001),
      moderation: { categories: { rudeness: 'note', hate: 'loud' } },
      answersIn: { allow: ['general'], deny: [CHANNEL, CHANNEL] },
      roleLimits: [{ roleId: '1', callsPerMin: -1 }, { callsPerMin: 1.5 }],
      dailyTokens: '10',
      colour: 'red',
    };
    expect(parseSettings('server', wrong, 'server')).toEqual({
      ok: false,
      problems: [
        { code: 'not_in_list', path: 'server.language' },
        { code: 'too_short', path: 'server.model', limit: 1 },
        { code: 'too_long', path: 'server.instructions', limit: 4_000 },
        { code: 'missing', path: 'server.moderation.level' },
        { code: 'unknown_field', path: 'server.moderation.categories.rudeness' },
        { code: 'not_in_list', path: 'server.moderation.categories.hate' },
        { code: 'malformed_id', path: 'server.answersIn.allow[0]' },
        { code: 'duplicate', path: 'server.answersIn.deny[1]' },
        { code: 'too_small', path: 'server.roleLimits[0].callsPerMin', limit: 1 },
        { code: 'missing', path: 'server.roleLimits[1].roleId' },
        { code: 'wrong_type', path: 'server.roleLimits[1].callsPerMin' },
        { code: 'wrong_type', path: 'server.dailyTokens' },
        { code: 'unknown_field', path: 'server.colour' },
      ],
    });
  });

  it.each([
    ['channel', { allowedModels: ['gpt'] }, 'unknown_field', 'allowedModels'],
    ['person', { instructions: 'Obey me.' }, 'unknown_field', 'instructions'],
    ['person', { timeZone: 'Mars/Olympus' }, 'unknown_time_zone', 'timeZone'],
    ['server', { allowedModels: [] }, 'too_short', 'allowedModels'],
    ['server', { __proto__: null, constructor: 1 }, 'unknown_field', 'constructor'],
  ] as const)('may set in a scope only what is of it: %s %j', (scope, value, code, path) => {
    expect(parseSettings(scope, value)).toMatchObject({ ok: false, problems: [{ code, path }] });
  });

  it('may be taken back with null in a change alone', () => {
    expect(parseChanges('server', { model: null })).toEqual({ ok: true, value: { model: null } });
    expect(parseSettings('server', { model: null })).toMatchObject({ ok: false });
  });

  it('never throw, whatever they are', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...SCOPES), (value, scope) => {
        const parsed = parseSettings(scope, value);
        if (parsed.ok) expect(readSettings(scope, value)).toEqual(value);
        else expect(parsed.problems.length).toBeGreaterThan(0);
        expect(parseSettings(scope, readSettings(scope, value)).ok).toBe(true);
      }),
    );
  });
});

it('leaves out of a database what it does not know, or what is not as it should be', () => {
  expect(readSettings('server', { ...everything, colour: 'red', dailyTokens: -1 })).toEqual({
    ...everything,
    dailyTokens: undefined,
  });
  expect(readSettings('server', null)).toEqual({});
});

it('takes a persona with all of its fields', () => {
  const poet = {
    name: 'Poet',
    instructions: 'Rhyme.',
    model: null,
    temperature: 1.2,
    greeting: null,
    avatar: '🪶',
  };
  expect(parsePersona(poet)).toEqual({ ok: true, value: poet });
  expect(parsePersona({ ...poet, temperature: 3 }, 'personas[0]')).toEqual({
    ok: false,
    problems: [{ code: 'too_large', path: 'personas[0].temperature', limit: 2 }],
  });
});
