import { describe, expect, it } from 'vitest';
import { quantile } from '../../harness/statistics.ts';
import { createAllowance } from './allowance.ts';
import { createEngine } from './engine.ts';
import { createRandom } from './random.ts';
import { createStation } from './station.ts';

describe('the engine', () => {
  it('lets everything happen in the order of its time, and of its planning within one moment', () => {
    const engine = createEngine();
    const random = createRandom(1);
    const seen: { atMs: number; order: number }[] = [];
    for (let order = 0; order < 2_000; order += 1) {
      const atMs = Math.floor(random.next() * 100);
      engine.after(atMs, () => {
        expect(engine.now()).toBe(atMs);
        seen.push({ atMs, order });
      });
    }
    engine.run();
    expect(seen).toHaveLength(2_000);
    expect(seen).toEqual(seen.toSorted((a, b) => a.atMs - b.atMs || a.order - b.order));
  });

  it('goes on with what is planned meanwhile', () => {
    const engine = createEngine();
    const seen: number[] = [];
    const tick = () => {
      seen.push(engine.now());
      if (seen.length < 4) engine.after(10, tick);
    };
    engine.after(5, tick);
    engine.run();
    expect(seen).toEqual([5, 15, 25, 35]);
  });
});

describe('random numbers', () => {
  it('are the same for the same seed', () => {
    const draw = () => Array.from({ length: 5 }, createRandom(7).next);
    expect(draw()).toEqual(draw());
    expect(draw()).not.toEqual(Array.from({ length: 5 }, createRandom(8).next));
  });

  it('follow their distributions', () => {
    const random = createRandom(3);
    const exponential = Array.from({ length: 50_000 }, () => random.exponential(20));
    expect(exponential.reduce((sum, each) => sum + each, 0) / 50_000).toBeCloseTo(20, -0.5);
    const logNormal = Array.from({ length: 50_000 }, () => random.logNormal(400, 1_200));
    expect(quantile(logNormal, 0.5) / 400).toBeCloseTo(1, 1);
    expect(quantile(logNormal, 0.95) / 1_200).toBeCloseTo(1, 1);
  });
});

/** Poisson arrivals at a station; the mean wait in units of the service time. */
function meanWait(load: number, servers: number, service: (mean: number) => number, arrivals = 200_000) {
  const engine = createEngine();
  const random = createRandom(11);
  const station = createStation(engine, servers);
  let left = arrivals;
  const arrive = () => {
    station.serve(service(random.exponential(1)), () => {});
    left -= 1;
    if (left > 0) engine.after(random.exponential(1 / (load * servers)), arrive);
  };
  engine.after(0, arrive);
  engine.run();
  const waits = station.waitsMs();
  return {
    mean: waits.reduce((sum, each) => sum + each, 0) / waits.length,
    utilisation: station.utilisation(),
  };
}

describe('a station', () => {
  it('makes its customers wait as the theory of M/M/1 says', () => {
    const { mean, utilisation } = meanWait(0.8, 1, (drawn) => drawn);
    expect(Math.abs(mean - 0.8 / 0.2)).toBeLessThan(0.3);
    expect(utilisation).toBeCloseTo(0.8, 1);
  });

  it('of M/D/1 half as long', () => {
    expect(Math.abs(meanWait(0.8, 1, () => 1).mean - 2)).toBeLessThan(0.15);
  });

  it('of M/M/4 by the formula of Erlang', () => {
    const offered = 3.2;
    const terms = [1, 1, 2, 6].map((factorial, k) => offered ** k / factorial);
    const queued = (offered ** 4 / 24) * (1 / (1 - 0.8));
    const waits = queued / (terms.reduce((sum, each) => sum + each, 0) + queued);
    expect(Math.abs(meanWait(0.8, 4, (drawn) => drawn).mean - waits / (4 - offered))).toBeLessThan(0.08);
  });

  it('serves in the order of arrival', () => {
    const engine = createEngine();
    const station = createStation(engine, 2);
    const served: string[] = [];
    for (const [name, ms] of [
      ['a', 30],
      ['b', 10],
      ['c', 10],
      ['d', 1],
    ] as const) {
      station.serve(ms, () => served.push(`${name} ${engine.now()}`));
    }
    engine.run();
    expect(served).toEqual(['b 10', 'c 20', 'd 21', 'a 30']);
  });
});

it('an allowance refuses what is over, and begins anew with each window', () => {
  const engine = createEngine();
  const allowance = createAllowance(engine, 10, 1_000);
  expect([allowance.take(6), allowance.take(5), allowance.take(4)]).toEqual([true, false, true]);
  engine.after(1_000, () => expect(allowance.take(10)).toBe(true));
  engine.run();
  expect(allowance.highest()).toBe(1.5);
});
