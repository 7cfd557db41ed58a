import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AskedIn, defaultModelOf, effectiveSettings, type Scopes } from './effective.ts';
import type { ChannelSettings, PersonSettings, ServerSettings } from './settings.ts';

const asked: AskedIn = { channelId: '1', parentId: null, guildId: null, roleIds: [] };
const ceilings = { models: ['a', 'b', 'c'], dailyTokens: 0, dailyMicroUsd: 0 };

function effective(scopes: Partial<Scopes>, in_: Partial<AskedIn> = {}) {
  return effectiveSettings(
    { ceilings, server: {}, channel: {}, person: {}, ...scopes },
    { ...asked, ...in_ },
  );
}

const modelName = fc.constantFrom('a', 'b', 'c', 'gone', undefined);
const ids = fc.uniqueArray(fc.constantFrom('1', '2', '3'));
const bound = fc.option(fc.integer({ min: 1, max: 1_000 }), { nil: undefined });
const choice = fc.option(fc.boolean(), { nil: undefined });
const channelScope = fc.record({
  model: modelName,
  memory: choice,
  language: fc.constantFrom('ko', 'en', undefined),
});
const anyScopes = fc.record({
  server: fc.record({
    model: modelName,
    memory: choice,
    allowedModels: fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', 'gone'), { minLength: 1 }), {
      nil: undefined,
    }),
    answersIn: fc.option(fc.record({ allow: ids, deny: ids }), { nil: undefined }),
    dailyTokens: bound,
  }) as fc.Arbitrary<ServerSettings>,
  channel: channelScope as fc.Arbitrary<ChannelSettings>,
  person: channelScope as fc.Arbitrary<PersonSettings>,
  dailyTokens: fc.nat(1_000),
});

describe('the settings that hold', () => {
  it('are today’s where nobody has set anything', () => {
    expect(effective({})).toEqual({
      language: null,
      model: null,
      allowedModels: null,
      droppedModels: [],
      personas: [],
      instructions: [],
      isAnswering: true,
      memberLimit: {},
      dailyTokens: 0,
      dailyMicroUsd: 0,
      privateAnswers: false,
      conversation: 'person',
      memory: true,
      moderation: null,
      showCosts: 'nobody',
      showQuestion: true,
      toolServers: [],
      toolsOff: [],
      timeZone: null,
      voice: null,
      spokenReplies: false,
    });
  });

  it('are the nearest, and instructions of both', () => {
    const server: ServerSettings = { language: 'ko', model: 'a', instructions: 'one', showQuestion: false };
    const channel: ChannelSettings = { language: 'en', instructions: 'two', showQuestion: true };
    expect(effective({ server, channel, person: { model: 'b' } })).toMatchObject({
      language: 'en',
      model: 'b',
      instructions: ['one', 'two'],
      showQuestion: true,
    });
  });

  it('never hold more than a wider scope allows', () => {
    fc.assert(
      fc.property(anyScopes, ({ dailyTokens, ...scopes }) => {
        const settings = effective({ ...scopes, ceilings: { ...ceilings, dailyTokens } });
        const { server, channel, person } = scopes;
        const chosen = defaultModelOf(settings, 'a');
        expect(ceilings.models).toContain(chosen);
        const usable = server.allowedModels?.filter((model) => model !== 'gone') ?? [];
        if (usable.length > 0) expect(usable).toContain(chosen);
        if (dailyTokens > 0) {
          expect(settings.dailyTokens).toBeGreaterThan(0);
          expect(settings.dailyTokens).toBeLessThanOrEqual(dailyTokens);
        }
        for (const scope of [server, channel, person])
          if (scope.memory === false) expect(settings.memory).toBe(false);
        if (person.language !== undefined) expect(settings.language).toBe(person.language);
      }),
    );
  });

  it('do not know a model any more that the catalogue has lost, and say so', () => {
    const server: ServerSettings = { model: 'b', allowedModels: ['b', 'gone'] };
    expect(effective({ server, channel: { model: 'c' }, person: { model: 'gone' } })).toMatchObject({
      model: 'b',
      allowedModels: ['b'],
      droppedModels: [
        { scope: 'person', model: 'gone', why: 'unknown' },
        { scope: 'channel', model: 'c', why: 'not_allowed' },
      ],
    });
  });

  it('bind nobody to a list of which nothing is left', () => {
    expect(effective({ server: { allowedModels: ['gone'] } })).toMatchObject({
      allowedModels: null,
      model: null,
    });
  });
});

describe('where Libra answers', () => {
  it.each([
    [{ allow: [], deny: [] }, true],
    [{ allow: ['1'], deny: [] }, true],
    [{ allow: ['2'], deny: [] }, false],
    [{ allow: [], deny: ['1'] }, false],
    [{ allow: ['1'], deny: ['1'] }, false],
    [{ allow: ['9'], deny: [] }, true],
    [{ allow: [], deny: ['9'] }, false],
    [{ allow: ['9'], deny: ['1'] }, false],
  ])('in thread 1 of channel 9, with %j: %s', (answersIn, isAnswering) => {
    expect(effective({ server: { answersIn } }, { parentId: '9' }).isAnswering).toBe(isAnswering);
  });
});

it('gives a member the most that one of the roles allows, each amount for itself', () => {
  const roleLimits = [
    { roleId: '1', callsPerMin: 3, tokensPerDay: 100 },
    { roleId: '2', callsPerMin: 9 },
    { roleId: '3', callsPerMin: 99 },
  ];
  expect(effective({ server: { roleLimits } }, { roleIds: ['1', '2'] }).memberLimit).toEqual({
    callsPerMin: 9,
    tokensPerDay: 100,
  });
});

it('gives every member what @everyone may have, a role that Discord lists with nobody', () => {
  const roleLimits = [{ roleId: '5', callsPerMin: 2 }];
  const limitIn = (guildId: string | null) => effective({ server: { roleLimits } }, { guildId }).memberLimit;
  expect([limitIn('5'), limitIn('6'), limitIn(null)]).toEqual([{ callsPerMin: 2 }, {}, {}]);
});
