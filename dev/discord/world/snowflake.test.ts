import { expect, it } from 'vitest';
import { createSnowflakes } from './snowflake.ts';

it('makes ids that grow even when the clock stands still or steps back, and tell when they were made', () => {
  const clock = { ms: 1_800_000_000_000 };
  const next = createSnowflakes(() => clock.ms);
  const first = BigInt(next());
  const ids = [first, BigInt(next())];
  clock.ms -= 60_000;
  ids.push(BigInt(next()));
  expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
  expect(new Set(ids).size).toBe(3);
  expect(Number((first >> 22n) + 1_420_070_400_000n)).toBe(1_800_000_000_000);
});
