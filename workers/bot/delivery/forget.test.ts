import { expect, it } from 'vitest';
import { createLogger } from '../../../shared/observe/log.ts';
import type { BffReply } from '../bff/call.ts';
import { forgetTurn, isUnseen } from './forget.ts';

const down = { ok: false, failure: { code: 'upstream_unreachable' } } as const;

async function run(replies: BffReply<unknown>[]) {
  const pauses: number[] = [];
  const lines: string[] = [];
  let asked = 0;
  await forgetTurn({
    forget: async () => replies[asked++] ?? down,
    sleep: async (ms) => void pauses.push(ms),
    log: createLogger({ worker: 'bot', write: (line) => lines.push(line) }),
  });
  return { asked, pauses, log: lines.join() };
}

it('asks once when the bff does it', async () => {
  expect(await run([{ ok: true, value: null }])).toMatchObject({ asked: 1, pauses: [] });
});

it('asks again with growing pauses, a few times', async () => {
  expect(await run([down, down, { ok: true, value: null }])).toMatchObject({
    asked: 3,
    pauses: [1_000, 4_000],
  });
  const { asked, pauses, log } = await run([]);
  expect({ asked, pauses }).toEqual({ asked: 4, pauses: [1_000, 4_000, 16_000] });
  expect(log).toContain('delivery.not_forgotten');
});

it.each([
  ['gone before the first text', { kind: 'gone', status: 404, code: 10_062 }, null, true],
  ['gone after it', { kind: 'gone', status: 404, code: 10_008 }, 700, false],
  ['delivered', null, 700, false],
  ['explained in its place', null, null, false],
] as const)('takes an answer for unseen or not: %s', (_, undelivered, firstTextMs, expected) => {
  const report = { undelivered, firstTextMs } as Parameters<typeof isUnseen>[0];
  expect(isUnseen(report)).toBe(expected);
});
