import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES } from './categories.ts';
import { MODERATION_LEVELS } from './level.ts';
import {
  chosenPolicy,
  DEFAULT_POLICIES,
  isAllOff,
  type PartialPolicy,
  parsePolicy,
  resolvePolicy,
  ruleOn,
} from './policy.ts';

const partial = fc.dictionary(
  fc.constantFrom(...CATEGORIES),
  fc.constantFrom(...MODERATION_LEVELS),
) as fc.Arbitrary<PartialPolicy>;

describe('a policy', () => {
  it('is the server’s where it has chosen, and else the default', () => {
    const policy = resolvePolicy({
      defaults: DEFAULT_POLICIES.usual,
      server: { sexual: 'off', violence: 'block' },
      floor: {},
    });
    expect(policy).toEqual({ ...DEFAULT_POLICIES.usual, sexual: 'off', violence: 'block' });
  });

  it('is never milder than the operator’s floor, whatever a server chooses', () => {
    fc.assert(
      fc.property(partial, partial, (server, floor) => {
        const policy = resolvePolicy({ defaults: DEFAULT_POLICIES.ageRestricted, server, floor });
        for (const name of CATEGORIES) {
          expect(MODERATION_LEVELS.indexOf(policy[name])).toBeGreaterThanOrEqual(
            MODERATION_LEVELS.indexOf(floor[name] ?? 'off'),
          );
        }
      }),
    );
  });

  it('of a server is one level for all categories, but for those that it names', () => {
    const server = chosenPolicy({ level: 'note', categories: { sexual: 'block' } });
    const policy = resolvePolicy({ defaults: DEFAULT_POLICIES.usual, server, floor: { hate: 'block' } });
    expect([policy.sexual, policy.hate, policy['self-harm/intent']]).toEqual(['block', 'block', 'note']);
  });

  it('blocks what concerns minors in age-restricted channels too', () => {
    const { usual, ageRestricted } = DEFAULT_POLICIES;
    expect([usual.sexual, ageRestricted.sexual]).toEqual(['block', 'off']);
    expect(ageRestricted['sexual/minors']).toBe('block');
  });

  it('tells what is blocked from what is noted', () => {
    expect(ruleOn(DEFAULT_POLICIES.usual, ['harassment', 'sexual', 'violence'])).toEqual({
      blocked: ['sexual'],
      noted: ['harassment', 'violence'],
    });
    expect(ruleOn(DEFAULT_POLICIES.ageRestricted, ['sexual'])).toEqual({ blocked: [], noted: [] });
  });
});

describe('a policy as a text', () => {
  it('is read entry by entry, the later over the earlier', () => {
    expect(parsePolicy(' all=off, self-harm/intent = block ').policy).toEqual({
      ...Object.fromEntries(CATEGORIES.map((name) => [name, 'off'])),
      'self-harm/intent': 'block',
    });
  });

  it.each(['sexual', 'sexual=yes', 'lies=block', '=block', 'sexual=block=note', 'all'])(
    'is refused where it says nothing known: %s',
    (text) => {
      expect(parsePolicy(`violence=note,${text}`)).toEqual({
        policy: { violence: 'note' },
        problems: [text],
      });
    },
  );

  it('never throws, and holds known words alone', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { policy } = parsePolicy(text);
        expect(Object.values(policy).every((level) => MODERATION_LEVELS.includes(level))).toBe(true);
      }),
    );
  });

  it('can switch everything off', () => {
    const { policy } = parsePolicy('all=off');
    expect(isAllOff(resolvePolicy({ defaults: DEFAULT_POLICIES.usual, server: policy, floor: {} }))).toBe(
      true,
    );
  });
});
