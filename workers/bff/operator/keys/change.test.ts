import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeySettings, parseKeySettings } from '../../access/key-settings.ts';
import { type ChangeOption, parseChange, parseName } from './change.ts';
import { formatCount, formatUsd } from './quantity.ts';

const NOW = Date.UTC(2026, 10, 29);
const parse = (options: Partial<Record<ChangeOption, string>>) => parseChange(options, NOW);

describe('a change of a key', () => {
  it('holds what is named and nothing else', () => {
    expect(parse({})).toEqual({ settings: {}, removed: [] });
    expect(
      parse({ 'calls-per-min': '30', 'tokens-per-day': '1m', 'usd-per-month': '40', owner: ' Kim ' }),
    ).toEqual({
      callsPerMin: 30,
      owner: 'Kim',
      settings: { tokens_per_day: 1_000_000, micro_usd_per_month: 40_000_000 },
      removed: [],
    });
  });

  it('lifts a bound with none, and goes back to the operator’s with default', () => {
    expect(
      parse({
        'tokens-per-min': 'none',
        'tokens-per-day': 'none',
        'usd-per-day': 'default',
        models: 'all',
        cache: 'off',
        owner: 'none',
        expires: 'never',
      }),
    ).toEqual({
      owner: null,
      expiresAt: null,
      settings: { tokens_per_day: 0 },
      removed: ['tokens_per_min', 'micro_usd_per_day', 'models', 'cache'],
    });
  });

  it('names models and endpoints once each', () => {
    expect(parse({ models: 'a, b/c:d,a', endpoints: 'models,chat' }).settings).toEqual({
      models: ['a', 'b/c:d'],
      endpoints: ['models', 'chat'],
    });
  });

  it('is what the Worker accepts, for any bounds', () => {
    const bound = fc.integer({ min: 1, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(bound, bound, bound, (tokens, microUsd, perMin) => {
        const { settings } = parse({
          'tokens-per-month': formatCount(tokens),
          'usd-per-day': formatUsd(microUsd),
          'tokens-per-min': String(perMin),
        });
        const expected: KeySettings = {
          tokens_per_month: tokens,
          micro_usd_per_day: microUsd,
          tokens_per_min: perMin,
        };
        expect(parseKeySettings(JSON.parse(JSON.stringify(settings)))).toEqual(expected);
      }),
    );
  });

  it.each<[Partial<Record<ChangeOption, string>>, string]>([
    [{ 'calls-per-min': '0' }, "--calls-per-min: '0' is no whole number"],
    [{ 'calls-per-min': '2m' }, '--calls-per-min: is 999,999 at most'],
    [{ 'tokens-per-month': 'default' }, "--tokens-per-month: 'default' is no whole number"],
    [{ 'usd-per-day': 'lots' }, "--usd-per-day: 'lots' is no amount in USD"],
    [{ models: 'a,,b' }, '--models: takes names with commas'],
    [{ models: 'x'.repeat(101) }, "--models: a model's name has at most 100"],
    [{ endpoints: 'chat,chats' }, "--endpoints: 'chats' is no endpoint: chat, responses"],
    [{ cache: 'yes' }, '--cache: is on or off'],
    [{ expires: 'yesterday' }, "--expires: 'yesterday' is no end"],
    [{ owner: ' ' }, '--owner: a name has 1 to 100'],
  ])('%j is refused by the name of its option', (options, fault) => {
    expect(() => parse(options)).toThrow(fault);
  });
});

it.each(['', ' ', 'a\nb', 'a\u001b[2J', 'x'.repeat(101)])('a key is not named %j', (name) =>
  expect(() => parseName(name)).toThrow(/a name has/),
);
