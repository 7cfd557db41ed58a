import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  admitCall,
  type CircuitOutcome,
  type CircuitSettings,
  type CircuitState,
  closedCircuit,
  settleCall,
} from './circuit.ts';

const SETTINGS: CircuitSettings = {
  maxConsecutiveFailures: 3,
  maxFailureShare: 0.5,
  minWindowCalls: 10,
  windowMs: 60_000,
  openMs: 15_000,
  probeLeaseMs: 25_000,
};
const T0 = 1_000_000;

const failed: CircuitOutcome = { kind: 'failure' };
const succeeded: CircuitOutcome = { kind: 'success' };
const neutral: CircuitOutcome = { kind: 'neutral' };

function settle(
  state: CircuitState,
  outcome: CircuitOutcome,
  nowMs = T0,
  successesBefore = 0,
  probeId?: string,
) {
  const report = { outcome, successesBefore, ...(probeId === undefined ? {} : { probeId }) };
  return settleCall(state, report, nowMs, SETTINGS);
}

function afterFailures(count: number, nowMs = T0): CircuitState {
  let state = closedCircuit();
  for (let i = 0; i < count; i += 1) state = settle(state, failed, nowMs);
  return state;
}

function halfOpen(probeId = 'probe', nowMs = T0 + 15_000): CircuitState {
  return admitCall(afterFailures(3), nowMs, probeId, SETTINGS).state;
}

describe('a closed circuit', () => {
  it('admits everybody and is no probe', () => {
    const { state, admission } = admitCall(closedCircuit(), T0, 'p', SETTINGS);
    expect(admission).toEqual({ admitted: true });
    expect(state).toEqual(closedCircuit());
  });

  it('opens at the last of the failures in a row, for the cool-down', () => {
    expect(afterFailures(2).kind).toBe('closed');
    expect(afterFailures(3)).toEqual({
      kind: 'open',
      reason: 'consecutive_failures',
      retryAtMs: T0 + 15_000,
    });
  });

  it('starts counting again after a success, be it reported alone or with the next failure', () => {
    expect(settle(settle(afterFailures(2), succeeded), failed)).toMatchObject({ consecutiveFailures: 1 });
    expect(settle(afterFailures(2), failed, T0, 4)).toMatchObject({ kind: 'closed', consecutiveFailures: 1 });
  });

  it('opens on too large a share of failures, though none come three in a row', () => {
    let state = closedCircuit();
    for (let i = 0; i < 4; i += 1) state = settle(state, failed, T0 + i, 1);
    expect(state.kind).toBe('closed');
    expect(settle(state, failed, T0 + 4, 1)).toMatchObject({ kind: 'open', reason: 'failure_share' });
  });

  it('forgets failures that have left the window', () => {
    let state = closedCircuit();
    for (let i = 0; i < 4; i += 1) state = settle(state, failed, T0, 1);
    expect(settle(state, failed, T0 + 60_001, 1).kind).toBe('closed');
  });

  it('counts a failure for nearly the whole window, wherever in a minute it came', () => {
    let state = closedCircuit();
    for (let i = 0; i < 4; i += 1) state = settle(state, failed, 59_000, 1);
    expect(settle(state, failed, 100_000, 1)).toMatchObject({ kind: 'open', reason: 'failure_share' });
  });

  it('is not moved by neutral outcomes', () => {
    const state = afterFailures(2);
    expect(settle(state, neutral)).toBe(state);
  });

  it('pauses for as long as the provider asks, within bounds', () => {
    const pause = (retryAfterMs?: number) =>
      settle(closedCircuit(), {
        kind: 'rate-limited',
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      });
    expect(pause(7_000)).toEqual({ kind: 'open', reason: 'rate_limited', retryAtMs: T0 + 7_000 });
    expect(pause()).toMatchObject({ retryAtMs: T0 + 5_000 });
    expect(pause(86_400_000)).toMatchObject({ retryAtMs: T0 + 120_000 });
  });
});

describe('an open circuit', () => {
  it('refuses until its cool-down is over and says when that is', () => {
    const { state, admission } = admitCall(afterFailures(3), T0 + 14_999, 'p', SETTINGS);
    expect(admission).toEqual({ admitted: false, retryAtMs: T0 + 15_000 });
    expect(state.kind).toBe('open');
  });

  it('then lets one probe out', () => {
    const { state, admission } = admitCall(afterFailures(3), T0 + 15_000, 'p', SETTINGS);
    expect(admission).toEqual({ admitted: true, probeId: 'p' });
    expect(state).toEqual({ kind: 'half-open', probes: [{ id: 'p', leaseEndsAtMs: T0 + 40_000 }] });
  });

  it('is not moved by stragglers, but a longer pause counts', () => {
    const open = afterFailures(3);
    expect(settle(open, succeeded)).toBe(open);
    expect(settle(open, failed)).toBe(open);
    expect(settle(open, { kind: 'rate-limited', retryAfterMs: 60_000 })).toMatchObject({
      retryAtMs: T0 + 60_000,
    });
    expect(settle(open, { kind: 'rate-limited', retryAfterMs: 1 })).toMatchObject({ retryAtMs: T0 + 15_000 });
  });
});

describe('a half-open circuit', () => {
  const now = T0 + 16_000;

  it('refuses everybody else while its probe is out', () => {
    expect(admitCall(halfOpen(), now, 'second', SETTINGS).admission).toMatchObject({ admitted: false });
  });

  it('has others ask again within a second while its probe is out', () => {
    expect(admitCall(halfOpen(), now, 'second', SETTINGS).admission).toEqual({
      admitted: false,
      retryAtMs: now + 1_000,
    });
  });

  it('waits for the results of its last eight probes alone', () => {
    let state = halfOpen('probe 0');
    for (let probe = 1; probe < 20; probe += 1) {
      state = admitCall(state, T0 + 15_000 + probe * 25_000, `probe ${probe}`, SETTINGS).state;
    }
    expect(state).toMatchObject({ kind: 'half-open' });
    expect(state.kind === 'half-open' && state.probes.map(({ id }) => id)).toEqual(
      Array.from({ length: 8 }, (_, index) => `probe ${index + 12}`),
    );
  });

  it('opened anew by its probe, is not closed by a call that was none', () => {
    const reopened = settle(halfOpen(), failed, now, 0, 'probe');
    expect(settle(reopened, succeeded, now)).toBe(reopened);
  });

  it('gives the slot away when the lease is over: a lost probe cannot wedge it', () => {
    const { admission } = admitCall(halfOpen(), T0 + 15_000 + 25_000, 'second', SETTINGS);
    expect(admission).toEqual({ admitted: true, probeId: 'second' });
  });

  it('closes when its probe succeeds, opens again when it fails', () => {
    expect(settle(halfOpen(), succeeded, now, 0, 'probe')).toEqual(closedCircuit());
    expect(settle(halfOpen(), failed, now, 0, 'probe')).toEqual({
      kind: 'open',
      reason: 'probe_failed',
      retryAtMs: now + 15_000,
    });
  });

  it('frees the slot at once on a neutral outcome', () => {
    const freed = settle(halfOpen(), neutral, now, 0, 'probe');
    expect(admitCall(freed, now, 'second', SETTINGS).admission).toEqual({
      admitted: true,
      probeId: 'second',
    });
  });

  it('is moved by nothing but its probes', () => {
    const state = halfOpen();
    expect(settle(state, succeeded, now)).toBe(state);
    expect(settle(state, failed, now, 0, 'some other probe')).toBe(state);
  });

  const limited = settle(closedCircuit(), { kind: 'rate-limited', retryAfterMs: 1_000 });
  const afterLimit = admitCall(limited, T0 + 1_000, 'probe', SETTINGS).state;

  it('closes at the first token of its probe when a limit had opened it, and not when failures had', () => {
    expect(settle(afterLimit, { kind: 'begun' }, T0 + 1_500, 0, 'probe')).toEqual(closedCircuit());
    const afterFailure = halfOpen();
    expect(settle(afterFailure, { kind: 'begun' }, now, 0, 'probe')).toBe(afterFailure);
  });

  it('once closed so, counts the end of that probe as of any call, and ends no later pause for it', () => {
    const closed = settle(afterLimit, { kind: 'begun' }, T0 + 1_500, 0, 'probe');
    expect(settle(closed, failed, now, 0, 'probe')).toMatchObject({ kind: 'closed', consecutiveFailures: 1 });
    const paused = settle(closed, { kind: 'rate-limited', retryAfterMs: 60_000 }, T0 + 2_000);
    expect(settle(paused, succeeded, now, 0, 'probe')).toBe(paused);
  });

  it('takes the result of a probe whose lease has ended, also when a later probe has failed', () => {
    const later = T0 + 15_000 + 25_000;
    const both = admitCall(halfOpen(), later, 'second', SETTINGS).state;
    expect(settle(both, succeeded, later, 0, 'probe')).toEqual(closedCircuit());
    const reopened = settle(both, failed, later, 0, 'second');
    expect(settle(reopened, succeeded, later, 0, 'probe')).toEqual(closedCircuit());
  });
});

it('whatever happens, it admits again within the longest of its waits, and never two probes at once', () => {
  const outcome = fc.constantFrom<CircuitOutcome>(
    failed,
    succeeded,
    neutral,
    { kind: 'rate-limited' },
    { kind: 'rate-limited', retryAfterMs: 90_000 },
    { kind: 'begun' },
  );
  const step = fc.record({
    waitMs: fc.nat(20_000),
    outcome,
    settles: fc.boolean(),
    successesBefore: fc.nat(3),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let state = closedCircuit();
      let now = T0;
      let out: { id: string; leaseEndsAtMs: number } | undefined;
      for (const [index, { waitMs, outcome: result, settles, successesBefore }] of steps.entries()) {
        now += waitMs;
        const { state: next, admission } = admitCall(state, now, `p${index}`, SETTINGS);
        state = next;
        const probeId = admission.admitted ? admission.probeId : undefined;
        if (probeId !== undefined) {
          expect(out === undefined || out.leaseEndsAtMs <= now).toBe(true);
          out = { id: probeId, leaseEndsAtMs: now + SETTINGS.probeLeaseMs };
        }
        if (admission.admitted && settles) {
          state = settle(state, result, now, successesBefore, probeId);
          if (probeId !== undefined) out = undefined;
        }
      }
      expect(admitCall(state, now + 120_000, 'last', SETTINGS).admission.admitted).toBe(true);
    }),
  );
});
