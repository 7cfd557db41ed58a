import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ActionEvent, type ActionState, APPROVAL_MS, isOver, nextState } from './approval.ts';

const waiting = (needsPress = true): ActionState => ({ kind: 'waiting', expiresAtMs: 1_000, needsPress });
const running: ActionState = { kind: 'running', by: 'p' };
const press = (more: Partial<Extract<ActionEvent, { kind: 'press' }>> = {}): ActionEvent => ({
  kind: 'press',
  decision: 'approve',
  isOwner: true,
  id: 'p',
  nowMs: 500,
  ...more,
});
const wake = (more: Partial<Extract<ActionEvent, { kind: 'wake' }>> = {}): ActionEvent => ({
  kind: 'wake',
  nowMs: 500,
  isRunningHere: false,
  isRepeatable: false,
  ...more,
});
const ended = (kind: 'done' | 'unknown'): ActionEvent => ({ kind: 'ended', outcome: { kind } });

describe('a proposed action', () => {
  it.each<[what: string, from: ActionState, event: ActionEvent, to: ActionState['kind'], runs: boolean]>([
    ['runs at the press of its person', waiting(), press(), 'running', true],
    ['does not run when it is declined', waiting(), press({ decision: 'decline' }), 'declined', false],
    ['waits at the press of somebody else', waiting(), press({ isOwner: false }), 'waiting', false],
    ['has lapsed at its time', waiting(), press({ nowMs: 1_000 }), 'expired', false],
    ['lapses without a press', waiting(), wake({ nowMs: 1_000 }), 'expired', false],
    ['waits until then', waiting(), wake(), 'waiting', false],
    ['is not begun by the end of the answer', waiting(), { kind: 'begin', nowMs: 0 }, 'waiting', false],
    ['is begun by it where nobody is asked', waiting(false), { kind: 'begin', nowMs: 0 }, 'running', true],
    ['is not begun late', waiting(false), { kind: 'begin', nowMs: 1_000 }, 'expired', false],
    ['takes no press where nobody is asked', waiting(false), press(), 'waiting', false],
    ['gives way to another version', waiting(), { kind: 'withdraw' }, 'expired', false],
    ['does not run at a second press', running, press({ id: 'q' }), 'running', false],
    ['cannot be declined while it runs', running, press({ decision: 'decline' }), 'running', false],
    ['is watched where it runs', running, wake({ isRunningHere: true }), 'running', false],
    ['is not known to be done after a restart', running, wake(), 'unknown', false],
    ['is done again where that changes nothing', running, wake({ isRepeatable: true }), 'running', true],
    ['is done', running, ended('done'), 'done', false],
    ['is not known to be done', running, ended('unknown'), 'unknown', false],
    ['is not done by an end that it never had', waiting(), ended('done'), 'waiting', false],
    ['stays done', { kind: 'done' }, press(), 'done', false],
    ['stays declined', { kind: 'declined' }, press(), 'declined', false],
    ['stays unknown', { kind: 'unknown' }, press(), 'unknown', false],
    ['stays lapsed', { kind: 'expired' }, press(), 'expired', false],
  ])('%s', (_, from, event, to, runs) => {
    const step = nextState(from, event);
    expect([step.state.kind, step.runs]).toEqual([to, runs]);
  });

  it('waits ten minutes', () => {
    expect(APPROVAL_MS).toBe(600_000);
  });
});

const time = fc.integer({ min: 0, max: 2_000 });
const anyEvent: fc.Arbitrary<ActionEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('press' as const),
    decision: fc.constantFrom('approve' as const, 'decline' as const),
    isOwner: fc.boolean(),
    id: fc.constantFrom('p', 'q'),
    nowMs: time,
  }),
  fc.record({ kind: fc.constant('begin' as const), nowMs: time }),
  fc.record({
    kind: fc.constant('wake' as const),
    nowMs: time,
    isRunningHere: fc.boolean(),
    isRepeatable: fc.constant(false),
  }),
  fc.record({ kind: fc.constant('withdraw' as const) }),
  fc.constantFrom(ended('done'), ended('unknown'), {
    kind: 'ended' as const,
    outcome: { kind: 'failed' as const, problem: 'x' },
  }),
);

it('is carried out at most once, and never without a press of its person in time', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
      let state = waiting();
      let runs = 0;
      for (const event of events) {
        const step = nextState(state, event);
        if (step.runs) {
          runs += 1;
          expect(event).toMatchObject({ kind: 'press', decision: 'approve', isOwner: true });
          expect((event as Extract<ActionEvent, { kind: 'press' }>).nowMs).toBeLessThan(1_000);
        }
        // What is over stays what it is.
        if (isOver(state)) expect(step.state).toEqual(state);
        state = step.state;
      }
      expect(runs).toBeLessThanOrEqual(1);
    }),
  );
});
