import { describe, expect, it } from 'vitest';
import type { CircuitTransition } from '../../../shared/contract/circuits.ts';
import { createCircuitKeeper, type StoredCircuit } from './keeper.ts';
import { circuitSettings } from './settings.ts';

const FAILURE = { outcome: { kind: 'failure' as const }, successesBefore: 0 };

const CONFIG = {
  catalogue: { providers: [], models: [], chains: new Map(), defaultName: 'model' },
  openCircuitMs: 15_000,
  firstTokenTimeoutMs: 20_000,
  idleTimeoutMs: 20_000,
  reasoning: { models: [], firstTokenTimeoutMs: 90_000 },
};

function setUp(stored?: StoredCircuit) {
  const world = {
    now: 1_000_000,
    saved: [] as StoredCircuit[],
    transitions: [] as CircuitTransition[],
    ids: 0,
  };
  const keeper = createCircuitKeeper(
    {
      target: 'provider/model',
      settings: circuitSettings(CONFIG, 'provider/model'),
      now: () => world.now,
      createProbeId: () => `probe-${++world.ids}`,
      save: (record) => world.saved.push(structuredClone(record)),
      onTransition: (transition) => world.transitions.push(transition),
    },
    stored,
  );
  const open = () => {
    for (let i = 0; i < 5; i += 1) keeper.settle(FAILURE);
  };
  return { keeper, world, open };
}

describe('the keeper of a circuit', () => {
  it('announces transitions, not single failures', () => {
    const { keeper, world, open } = setUp();
    keeper.settle(FAILURE);
    expect(world.transitions).toEqual([]);
    open();
    expect(world.transitions).toEqual([{ at_ms: world.now, to: 'open', reason: 'consecutive_failures' }]);
  });

  it('counts failures across evictions', () => {
    let circuit = setUp();
    for (let failures = 1; failures <= 5; failures += 1) {
      circuit.keeper.settle(FAILURE);
      circuit = setUp(circuit.world.saved.at(-1));
    }
    expect(circuit.keeper.inspect().state).toBe('open');
  });

  it('stores nothing while all is well', () => {
    const { keeper, world } = setUp();
    keeper.admit();
    keeper.settle({ outcome: { kind: 'neutral' }, successesBefore: 0 });
    expect(world.saved).toEqual([]);
  });

  it.each([
    ['success', 'closed'],
    ['failure', 'open'],
  ] as const)('takes a probe’s %s that comes after an eviction and its lease', (kind, state) => {
    const { keeper, world, open } = setUp();
    open();
    world.now += 15_000;
    keeper.admit();
    const again = setUp(world.saved.at(-1));
    again.world.now = world.now + 60_000;
    again.keeper.settle({ outcome: { kind }, successesBefore: 0, probeId: 'probe-1' });
    expect(again.keeper.inspect().state).toBe(state);
  });

  it('tells isolates whether successes are worth reporting', () => {
    const { keeper } = setUp();
    expect(keeper.settle(FAILURE)).toEqual({ kind: 'closed', version: 0, failing: true });
    const success = { outcome: { kind: 'success' as const }, successesBefore: 0 };
    expect(keeper.settle(success)).toEqual({ kind: 'closed', version: 0, failing: false });
  });

  it('comes back open after an eviction, and its version never goes back', () => {
    const { world, open } = setUp();
    open();
    const again = setUp(world.saved.at(-1));
    expect(again.keeper.admit()).toMatchObject({ admission: { admitted: false }, snapshot: { version: 1 } });
  });

  it('comes back half open, and lets the next probe out when the lease of the last has ended', () => {
    const { keeper, world, open } = setUp();
    open();
    world.now += 15_000;
    expect(keeper.admit().admission).toEqual({ admitted: true, probeId: 'probe-1' });
    const again = setUp(world.saved.at(-1));
    again.world.now = world.now;
    expect(again.keeper.admit().admission.admitted).toBe(false);
    again.world.now += 25_000;
    expect(again.keeper.admit()).toMatchObject({ admission: { admitted: true }, snapshot: { version: 2 } });
  });

  it('held open, refuses whatever succeeds; held closed, admits whatever fails', () => {
    const { keeper, open } = setUp();
    expect(keeper.force('open')).toMatchObject({ state: 'open', forced: 'open' });
    expect(keeper.admit().admission.admitted).toBe(false);
    keeper.force('closed');
    open();
    open();
    expect(keeper.admit().admission).toEqual({ admitted: true });
    expect(keeper.inspect()).toMatchObject({ state: 'closed', forced: 'closed' });
  });

  it('held open, has isolates ask again in a minute, and counts nothing that is reported meanwhile', () => {
    const { keeper, world, open } = setUp();
    keeper.force('open');
    expect(keeper.settle(FAILURE)).toEqual({ kind: 'open', version: 1, retryAtMs: world.now + 60_000 });
    open();
    expect(world.transitions.map(({ reason }) => reason)).toEqual(['forced_by_operator']);
  });

  it('half open, tells isolates to ask at once', () => {
    const { keeper, world, open } = setUp();
    open();
    world.now += 15_000;
    expect(keeper.admit().snapshot).toEqual({ kind: 'open', version: 2, retryAtMs: world.now });
  });

  it('shows operators failures, the end of the cool-down, and what was there before an eviction', () => {
    const { keeper, world } = setUp();
    for (let failures = 0; failures < 4; failures += 1) keeper.settle(FAILURE);
    expect(keeper.inspect()).toMatchObject({ state: 'closed', consecutive_failures: 4 });
    keeper.settle(FAILURE);
    expect(keeper.inspect()).toMatchObject({ state: 'open', retry_at_ms: world.now + 15_000 });
    world.now += 15_000;
    const { admission } = keeper.admit();
    if (admission.admitted && admission.probeId !== undefined) {
      const probeId = admission.probeId;
      keeper.settle({ outcome: { kind: 'success' }, successesBefore: 0, probeId });
    }
    const again = setUp(world.saved.at(-1));
    expect(again.keeper.inspect().transitions.map(({ reason }) => reason)).toEqual([
      'consecutive_failures',
      'probe_sent',
      'probe_succeeded',
    ]);
  });

  it('given back, judges for itself again, from closed', () => {
    const { keeper, world, open } = setUp();
    keeper.force('open');
    expect(keeper.force('auto')).toMatchObject({ state: 'closed', forced: null });
    open();
    expect(keeper.inspect().state).toBe('open');
    expect(world.transitions.map(({ reason }) => reason)).toEqual([
      'forced_by_operator',
      'released_by_operator',
      'consecutive_failures',
    ]);
  });

  it('a circuit that opened by itself is not closed by `auto`, since there is no order to take back', () => {
    const { keeper, open } = setUp();
    open();
    expect(keeper.force('auto')).toMatchObject({ state: 'open', forced: null });
    keeper.force('closed');
    expect(keeper.force('auto')).toMatchObject({ state: 'closed', forced: null });
  });

  it('an order given twice is one transition, and an order survives an eviction', () => {
    const { keeper, world } = setUp();
    keeper.force('open');
    keeper.force('open');
    expect(world.transitions).toHaveLength(1);
    expect(setUp(world.saved.at(-1)).keeper.admit().admission.admitted).toBe(false);
  });

  it('remembers the latest fifty transitions', () => {
    const { keeper } = setUp();
    for (let i = 0; i < 40; i += 1) {
      keeper.force('open');
      keeper.force('auto');
    }
    expect(keeper.inspect().transitions).toHaveLength(50);
  });
});
