import { expect, it } from 'vitest';
import type { ToolContext } from '../tool.ts';
import { calculator } from './tool.ts';

const context = { now: () => Date.UTC(2026, 10, 29, 20), timeZone: 'Asia/Seoul' } as ToolContext;

it('shows how the expression was read, and the result', async () => {
  expect(await calculator.run({ expression: '1.5억/12' }, context)).toEqual({
    ok: true,
    content: '150000000 / 12 = 12500000',
  });
});

it.each([
  ['84㎡ in 평', '84 m² to 평 = 25.41 평'],
  ['５㎏ × ２', '5 kg * 2 = 10 kg'],
])('reads signs as they are typed in Korea: %s', async (expression, content) => {
  expect(await calculator.run({ expression }, context)).toEqual({ ok: true, content });
});

it('takes today from the person’s time zone, else from UTC', async () => {
  const today = { expression: 'today' };
  expect((await calculator.run(today, context)).content).toContain('2026-11-30');
  expect((await calculator.run(today, { ...context, timeZone: null })).content).toContain('2026-11-29');
});

it('says what is wrong and where', async () => {
  expect(await calculator.run({ expression: '2 + $5' }, context)).toEqual({
    ok: false,
    content: 'Not calculated: "$" is not understood (at character 5: "$5").',
  });
});
