import { describe, expect, it } from 'vitest';
import { simulateHere } from './check.ts';
import { costOf, countsOf, dailyAnswers } from './cost.ts';
import { type Outcome, simulateAnswers } from './simulation/answers.ts';
import { DEPLOYED, MODEL, PLANS, type Plan } from './world.ts';

const TIMES = {
  ...{ openCpu: 6, cpuPerToken: 0.05, closeCpu: 3, cpuPerEdit: 2 },
  ...{ redisPerRequest: 0.2, redisCommands: 8, postgresOpen: 3, postgresClose: 2 },
};
const [FREE, , LARGE] = PLANS as [Plan, Plan, Plan];
const simulate = (perSecond: number, plan: Plan, answers = 400): Outcome =>
  simulateAnswers(
    { perSecond, answers, seed: 5, isDelivered: true, threads: null },
    { times: TIMES, distances: DEPLOYED, model: MODEL, plan },
  );

describe('simulated answers', () => {
  it('all end, and none ends before it began', () => {
    const { firstTextMs, wholeMs, objectMs, refused } = simulate(5, LARGE);
    expect([firstTextMs.length, wholeMs.length, objectMs.length, refused]).toEqual([400, 400, 400, 0]);
    expect(Math.min(...firstTextMs)).toBeGreaterThan(DEPLOYED.discord + DEPLOYED.provider);
    expect(Math.min(...wholeMs)).toBeGreaterThanOrEqual(Math.min(...firstTextMs));
  });

  it('are refused where the provider allows fewer tokens a minute', () => {
    const { refused, wholeMs, shares } = simulate(50, FREE, 3_000);
    expect(refused + wholeMs.length).toBe(3_000);
    expect(refused / 3_000).toBeGreaterThan(0.8);
    expect(shares.tokens).toBeGreaterThan(10);
  });

  it('wait for a database that has too few cores', () => {
    const slow = { ...TIMES, postgresOpen: 60 };
    const run = (plan: Plan) =>
      simulateAnswers(
        { perSecond: 50, answers: 1_000, seed: 5, isDelivered: true, threads: null },
        {
          times: slow,
          distances: DEPLOYED,
          model: MODEL,
          plan: { ...LARGE, postgresCores: plan.postgresCores },
        },
      );
    expect(run(FREE).shares.postgres).toBeGreaterThan(0.6);
    expect(run(LARGE).shares.postgres).toBeLessThan(0.3);
    expect(Math.max(...run(FREE).firstTextMs)).toBeGreaterThan(Math.max(...run(LARGE).firstTextMs));
  });

  it('on one machine take longer the more there are', () => {
    const times = { ...TIMES, cpuPerToken: 0.5 };
    const [calm, busy] = [simulateHere(times, 2, 20), simulateHere(times, 24, 20)];
    expect(calm.median).toBeGreaterThan(1_475);
    expect(calm.median).toBeLessThan(1_700);
    expect(busy.p95).toBeGreaterThan(calm.p95);
  });
});

describe('what answers cost', () => {
  const counts = countsOf(TIMES, simulate(5, LARGE), { requests: 3, rowsWritten: 10 }, 200);

  it('is the sum of each part at its price', () => {
    const of = (name: string) => costOf(counts, 1_000).find(({ part }) => part === name)?.usd;
    expect(of('model: answer')).toBeCloseTo(0.12);
    expect(of('Upstash: commands')).toBeCloseTo(0.016);
    expect(of('Durable Objects: requests and rows')).toBeCloseTo(0.01045, 5);
  });

  it('is bounded on free plans by the smallest daily quota', () => {
    const [first, second] = dailyAnswers(counts, FREE);
    expect(first).toEqual({ part: 'Upstash: commands', answers: 500_000 / 30 / 8 });
    expect(second?.answers).toBeGreaterThan(first?.answers ?? 0);
    expect(dailyAnswers(counts, LARGE)[0]?.answers).toBe(Number.POSITIVE_INFINITY);
  });
});
