import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chain, ModelEntry } from './catalogue.ts';
import { findNext, orderTargets } from './move.ts';
import { MOVE_REASONS } from './move-reason.ts';

const model = (name: string, contextTokens?: number): ModelEntry => ({
  name,
  provider: 'p',
  upstream: name,
  refusedFields: [],
  ...(contextTokens === undefined ? {} : { contextTokens }),
});
const shared = (...weights: number[]): Chain => [
  { targets: weights.map((weight, index) => ({ model: model(`m${index}`), weight })), on: [] },
];
const namesAt = (chain: Chain, random: () => number) =>
  orderTargets(chain, random).map((target) => target.model.name);

describe('targets that share the load', () => {
  it('are drawn by their weights, and the others stand in', () => {
    expect(namesAt(shared(3, 1), () => 0)).toEqual(['m0', 'm1']);
    expect(namesAt(shared(3, 1), () => 0.74)).toEqual(['m0', 'm1']);
    expect(namesAt(shared(3, 1), () => 0.76)).toEqual(['m1', 'm0']);
  });

  it('are not asked with a weight of 0', () => {
    expect(namesAt(shared(0, 1, 0), () => 0)).toEqual(['m1']);
  });

  it('come first as often as their weights say', () => {
    let firsts = 0;
    for (let index = 0; index < 1_000; index += 1) {
      if (namesAt(shared(3, 1), () => index / 1_000)[0] === 'm0') firsts += 1;
    }
    expect(firsts).toBe(750);
  });

  it('are each asked once, whatever is drawn', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { maxLength: 8 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (weights, drawn) => {
          const names = namesAt(shared(...weights), () => drawn);
          expect(new Set(names).size).toBe(names.length);
          expect(names).toHaveLength(weights.filter((weight) => weight > 0).length);
        },
      ),
    );
  });
});

describe('the next target', () => {
  const chain: Chain = [
    { targets: [{ model: model('a', 8_000), weight: 1 }], on: [] },
    { targets: [{ model: model('b', 4_000), weight: 1 }], on: ['timeout', 'context'] },
    { targets: [{ model: model('c', 128_000), weight: 1 }], on: ['context'] },
    { targets: [{ model: model('d'), weight: 1 }], on: MOVE_REASONS },
  ];
  const targets = orderTargets(chain, () => 0);

  it('is the nearest one that the reason leads to', () => {
    expect(findNext(targets, 0, 'timeout')).toBe(1);
    expect(findNext(targets, 0, 'rate_limit')).toBe(3);
    expect(findNext(targets, 3, 'rate_limit')).toBeUndefined();
  });

  it('has a larger window when the prompt was too long', () => {
    expect(findNext(targets, 0, 'context')).toBe(2);
    // Of the last nothing is known.
    expect(findNext(targets, 2, 'context')).toBeUndefined();
  });

  it('of one that shares its step is the other, whatever led there', () => {
    const sharing: Chain = [
      { targets: [{ model: model('a'), weight: 1 }], on: [] },
      {
        targets: [
          { model: model('b'), weight: 1 },
          { model: model('c'), weight: 1 },
        ],
        on: ['timeout'],
      },
    ];
    const both = orderTargets(sharing, () => 0);
    expect(findNext(both, 0, 'account')).toBeUndefined();
    expect(findNext(both, 1, 'account')).toBe(2);
  });
});
