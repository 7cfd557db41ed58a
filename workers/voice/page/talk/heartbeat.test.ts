import { expect, it } from 'vitest';
import { createHeartbeat } from './heartbeat.ts';

it('asks every ten seconds while it is answered', () => {
  const heartbeat = createHeartbeat(0);
  const asked: number[] = [];
  for (let now = 0; now <= 60_000; now += 1_000) {
    if (heartbeat.next(now) === 'ping') asked.push(now);
    heartbeat.heard();
  }
  expect(asked).toEqual([10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
});

it('takes the connection for lost where nothing has come five seconds after the question', () => {
  const heartbeat = createHeartbeat(0);
  expect(heartbeat.next(10_000)).toBe('ping');
  expect(heartbeat.next(14_999)).toBeNull();
  expect(heartbeat.next(15_000)).toBe('lost');
});

it('takes anything that comes for an answer', () => {
  const heartbeat = createHeartbeat(0);
  heartbeat.next(10_000);
  heartbeat.heard();
  expect(heartbeat.next(19_000)).toBeNull();
});

it('does not take the slowed timers of a background tab for a loss', () => {
  const heartbeat = createHeartbeat(0);
  expect(heartbeat.next(60_000)).toBe('ping');
  heartbeat.heard();
  expect(heartbeat.next(120_000)).toBe('ping');
});
