import { describe, expect, it } from 'vitest';
import { createLogger } from './log.ts';
import { createRefusalLog } from './refusals.ts';

function record() {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({ worker: 'bff', write: (line) => lines.push(JSON.parse(line)) });
  return { log, lines };
}

const refusal = { event: 'client.refused', fields: { reason: 'api_key_unknown' }, secret: 's'.repeat(32) };

describe('refusals of one sender', () => {
  it('have a line each, and beyond 20 in ten minutes one whenever they have doubled', async () => {
    const { log, lines } = record();
    const refusals = createRefusalLog(() => 0);
    for (let times = 0; times < 2_000; times += 1)
      await refusals.note(log, { ...refusal, sender: '203.0.113.9' });
    const plain = lines.filter(({ event }) => event === 'client.refused');
    const told = lines.filter(({ event }) => event === 'abuse.suspected');
    expect(plain).toHaveLength(20);
    expect(told.map(({ count }) => count)).toEqual([21, 42, 84, 168, 336, 672, 1344]);
    expect(told[0]).toMatchObject({ refused: 'client.refused', reason: 'api_key_unknown', level: 'warn' });
    expect(told[0]?.sender).toMatch(/^[0-9a-f]{12}$/);
    expect(JSON.stringify(lines)).not.toContain('203.0.113.9');
  });

  it('say nothing about another, and begin anew after ten minutes', async () => {
    const { log, lines } = record();
    let nowMs = 0;
    const refusals = createRefusalLog(() => nowMs);
    for (let times = 0; times < 30; times += 1) await refusals.note(log, { ...refusal, sender: 'a' });
    lines.length = 0;
    await refusals.note(log, { ...refusal, sender: 'b' });
    nowMs = 10 * 60_000;
    await refusals.note(log, { ...refusal, sender: 'a' });
    expect(lines.map(({ event }) => event)).toEqual(['client.refused', 'client.refused']);
  });

  it('are all told when they come from our own Workers', async () => {
    const { log, lines } = record();
    const refusals = createRefusalLog(() => 0);
    for (let times = 0; times < 50; times += 1) await refusals.note(log, { ...refusal, sender: null });
    expect(lines).toHaveLength(50);
  });
});
