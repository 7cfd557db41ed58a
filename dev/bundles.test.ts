import { expect, it } from 'vitest';
import { packageOf } from './bundles.ts';

it.each([
  ['node_modules/zod/v4/core.js', 'zod'],
  ['../node_modules/@upstash/redis/a.mjs', '@upstash/redis'],
  ['node_modules/a/node_modules/@s/b/x.js', '@s/b'],
  ['workers/bot/index.ts', 'libra'],
])('counts %s as part of %s', (input, name) => {
  expect(packageOf(input)).toBe(name);
});
