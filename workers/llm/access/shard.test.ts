import { describe, expect, it } from 'vitest';
import { GUARD_SHARDS, guardShard } from './shard.ts';

describe('the shard of a nonce', () => {
  it('is always the same, and one of those that exist', () => {
    const nonces = Array.from(
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
      (c) => `${c}xyz`,
    );
    const shards = nonces.map(guardShard);
    expect(nonces.map(guardShard)).toEqual(shards);
    for (const name of GUARD_SHARDS) expect(shards.filter((shard) => shard === name)).toHaveLength(8);
    expect(GUARD_SHARDS).toContain(guardShard(''));
  });
});
