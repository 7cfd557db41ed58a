import { describe, expect, it } from 'vitest';
import type { CircuitOutcome, CircuitReport } from '../../../shared/circuit/circuit.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import { type CircuitMemory, createCircuitGate } from './gate.ts';
import type { CircuitBreakerRpc, CircuitSnapshot } from './rpc.ts';
import { WINDOW_MS } from './settings.ts';

const TARGET = 'provider/model';
const CLOSED: CircuitSnapshot = { kind: 'closed', version: 0, failing: false };
const success: CircuitOutcome = { kind: 'success' };
const failure: CircuitOutcome = { kind: 'failure' };
const neutral: CircuitOutcome = { kind: 'neutral' };

function setUp() {
  const world = {
    now: 1_000_000,
    asked: 0,
    reports: [] as CircuitReport[],
    admitted: true,
    snapshot: CLOSED,
    broken: false,
    hanging: false,
    lines: [] as string[],
    timers: [] as (() => void)[],
    work: [] as Promise<unknown>[],
  };
  const breaker: CircuitBreakerRpc = {
    async admit() {
      world.asked += 1;
      if (world.broken) throw new Error('gone');
      if (world.hanging) await new Promise(() => {});
      const admission = world.admitted
        ? { admitted: true as const, probeId: 'probe' }
        : { admitted: false as const, retryAtMs: world.now + 5_000 };
      return { admission, snapshot: world.snapshot };
    },
    async settle(report) {
      world.reports.push(report);
      if (world.broken) throw new Error('gone');
      return world.snapshot;
    },
    inspect: () => Promise.reject(new Error('not asked for here')),
    force: () => Promise.reject(new Error('not asked for here')),
  };
  const memory: CircuitMemory = new Map();
  const gate = createCircuitGate({
    memory,
    clock: {
      now: () => world.now,
      setTimer(callback) {
        world.timers.push(callback);
        return () => {};
      },
    },
    log: createLogger({ worker: 'llm', write: (line) => world.lines.push(line) }),
    breaker: () => breaker,
    defer: (work) => world.work.push(work),
  });
  const settle = async (outcome: CircuitOutcome, probeId?: string) => {
    gate.settle(TARGET, { admitted: true, ...(probeId === undefined ? {} : { probeId }) }, outcome);
    await Promise.all(world.work);
  };
  const openFor = (ms: number, version = 1) => {
    const snapshot: CircuitSnapshot = { kind: 'open', version, retryAtMs: world.now + ms };
    world.snapshot = snapshot;
    return { target: TARGET, snapshot };
  };
  return { gate, world, memory, settle, openFor };
}

describe('an isolate', () => {
  it('asks and reports nothing as long as all goes well', async () => {
    const { gate, world, settle } = setUp();
    for (let i = 0; i < 5; i += 1) {
      expect(await gate.admit(TARGET)).toEqual({ admitted: true });
      await settle(success);
    }
    await settle(neutral);
    await settle({ kind: 'begun' });
    expect([world.asked, world.reports.length, world.work.length]).toEqual([0, 0, 0]);
  });

  it('reports a failure together with the successes before it, once', async () => {
    const { settle, world } = setUp();
    await settle(success);
    await settle(success);
    await settle(failure);
    await settle(failure);
    expect(world.reports).toEqual([
      { outcome: failure, successesBefore: 2 },
      { outcome: failure, successesBefore: 0 },
    ]);
  });

  it('reports no successes from before the window by which circuits judge: they would hide a bad minute', async () => {
    const { settle, world } = setUp();
    await settle(success);
    world.now += WINDOW_MS;
    await settle(success);
    await settle(success);
    await settle(failure);
    expect(world.reports).toEqual([{ outcome: failure, successesBefore: 2 }]);
  });

  it('reports successes too while there are failures about', async () => {
    const { settle, world } = setUp();
    world.snapshot = { kind: 'closed', version: 0, failing: true };
    await settle(failure);
    world.snapshot = CLOSED;
    await settle(success);
    await settle(success);
    expect(world.reports.map(({ outcome }) => outcome.kind)).toEqual(['failure', 'success']);
  });

  it('refuses from memory for a second, then asks again', async () => {
    const { gate, world, settle, openFor } = setUp();
    openFor(5_000);
    await settle(failure);
    expect((await gate.admit(TARGET)).admitted).toBe(false);
    expect(world.asked).toBe(0);
    world.now += 1_000;
    world.admitted = false;
    expect((await gate.admit(TARGET)).admitted).toBe(false);
    expect(world.asked).toBe(1);
  });

  it('asks at once when the cool-down is over, and brings the probe’s outcome back even if it is neutral', async () => {
    const { gate, world, settle, openFor } = setUp();
    openFor(500);
    await settle(failure);
    world.now += 500;
    expect(await gate.admit(TARGET)).toEqual({ admitted: true, probeId: 'probe' });
    await settle(neutral, 'probe');
    expect(world.reports.at(-1)).toEqual({ outcome: neutral, successesBefore: 0, probeId: 'probe' });
  });

  it('hears of a circuit that others opened, and news that is old tells it nothing', async () => {
    const { gate, world, openFor } = setUp();
    const news = openFor(5_000, 7);
    gate.learn([news]);
    expect((await gate.admit(TARGET)).admitted).toBe(false);
    world.now += 1_000;
    world.snapshot = { kind: 'closed', version: 8, failing: false };
    expect((await gate.admit(TARGET)).admitted).toBe(true);
    gate.learn([news]);
    expect(await gate.admit(TARGET)).toEqual({ admitted: true });
    expect(world.asked).toBe(1);
  });

  it('asks for itself after a second, though others tell it the same again meanwhile', async () => {
    const { gate, world, openFor } = setUp();
    const news = openFor(5_000, 7);
    gate.learn([news]);
    world.now += 900;
    gate.learn([news]);
    world.now += 100;
    await gate.admit(TARGET);
    expect(world.asked).toBe(1);
  });

  it('keeps what it has heard when the reply to a report is older', async () => {
    const { gate, world, settle, openFor } = setUp();
    const news = openFor(5_000, 7);
    world.snapshot = { kind: 'closed', version: 6, failing: true };
    gate.learn([news]);
    await settle(failure);
    expect((await gate.admit(TARGET)).admitted).toBe(false);
  });

  it('reports the successes from before it heard of a circuit, too', async () => {
    const { gate, world, settle } = setUp();
    await settle(success);
    gate.learn([{ target: TARGET, snapshot: { kind: 'closed', version: 3, failing: true } }]);
    await settle(failure);
    expect(world.reports).toEqual([{ outcome: failure, successesBefore: 1 }]);
  });

  it('has each report go on after the response', async () => {
    const { settle, world } = setUp();
    await settle(failure);
    expect(world.work).toHaveLength(1);
  });

  it('lets calls out when the breaker cannot be reached or hangs', async () => {
    const { gate, world, openFor } = setUp();
    gate.learn([openFor(0)]);
    world.broken = true;
    expect(await gate.admit(TARGET)).toEqual({ admitted: true });
    world.broken = false;
    world.hanging = true;
    const admission = gate.admit(TARGET);
    world.timers.at(-1)?.();
    expect(await admission).toEqual({ admitted: true });
    expect(world.lines.map((line) => JSON.parse(line).event)).toEqual([
      'circuit.unreachable',
      'circuit.unreachable',
    ]);
  });

  it('does not grow with invented names', async () => {
    const { gate, memory } = setUp();
    for (let i = 0; i < 500; i += 1) gate.settle(`provider/${i}`, { admitted: true }, success);
    expect(memory.size).toBeLessThanOrEqual(100);
  });
});
