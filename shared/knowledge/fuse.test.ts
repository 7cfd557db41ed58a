import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fuseRankings } from './fuse.ts';

it('prefers what both rankings have over what only one has', () => {
  const dense = { ids: ['a', 'b', 'c'], weight: 1 };
  const sparse = { ids: ['c', 'b'], weight: 0.5 };
  expect(fuseRankings([dense, sparse])).toEqual(['b', 'c', 'a']);
});

it('leaves one ranking as it is', () => {
  expect(fuseRankings([{ ids: [3, 1, 2], weight: 0.5 }])).toEqual([3, 1, 2]);
});

it('names each thing of any ranking once', () => {
  const ids = fc.uniqueArray(fc.nat(50));
  fc.assert(
    fc.property(ids, ids, (dense, sparse) => {
      const fused = fuseRankings([
        { ids: dense, weight: 1 },
        { ids: sparse, weight: 0.5 },
      ]);
      expect([...fused].sort()).toEqual([...new Set([...dense, ...sparse])].sort());
    }),
  );
});
