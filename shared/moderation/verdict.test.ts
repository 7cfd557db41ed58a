import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flaggedNames, joinFlagged, parseVerdicts } from './verdict.ts';

const result = (flags: Record<string, number>) => ({
  flagged: Object.keys(flags).length > 0,
  categories: Object.fromEntries(Object.keys(flags).map((name) => [name, true])),
  category_scores: flags,
});

describe('a verdict', () => {
  it('is one of each input, and the highest score of each category of all together', () => {
    const body = { results: [result({ sexual: 0.6 }), result({ sexual: 0.9, violence: 0.51234 })] };
    const verdicts = parseVerdicts(body, 2);
    expect(verdicts).toEqual([{ sexual: 0.6 }, { sexual: 0.9, violence: 0.512 }]);
    expect(verdicts?.reduce(joinFlagged, {})).toEqual({ sexual: 0.9, violence: 0.512 });
  });

  it('is certain of what is flagged without a score', () => {
    expect(parseVerdicts({ results: [{ categories: { hate: true } }] }, 1)).toEqual([{ hate: 1 }]);
  });

  it('knows no other categories, and none that is not flagged', () => {
    const body = { results: [{ categories: { lies: true, hate: 1, sexual: false }, category_scores: {} }] };
    expect(parseVerdicts(body, 1)).toEqual([{}]);
  });

  it.each([
    null,
    {},
    { results: [] },
    { results: [result({}), result({})] },
    { results: [null] },
    { results: [{ flagged: false }] },
    { error: { message: 'no' } },
  ])('is none in %j', (body) => {
    expect(parseVerdicts(body, 1)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void parseVerdicts(value, 1)));
  });

  it('names its categories in the usual order', () => {
    expect(flaggedNames(joinFlagged({ violence: 0.5 }, { hate: 0.7 }))).toEqual(['hate', 'violence']);
  });
});
