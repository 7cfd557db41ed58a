/**
 * What becomes of a proposed action: a state machine. Pure.
 *
 * Only a press of the person who asked starts it (or, where nobody has to be asked, the end of the answer), within ten minutes
 * and once. `running` is stored before anything is sent. Whatever is not certain ends without a second attempt.
 */
export type ActionState =
  /** `expiresAtMs`: from then on nothing starts it any more. */
  | { kind: 'waiting'; expiresAtMs: number; needsPress: boolean }
  /** It is being carried out, or its isolate died in the middle of that. `by`: the interaction of the press. */
  | { kind: 'running'; by: string | null }
  | { kind: 'done' }
  /** Nothing was done. */
  | { kind: 'failed'; problem: string }
  | { kind: 'declined' }
  | { kind: 'expired' }
  /** It was begun, and nobody knows what came of it. */
  | { kind: 'unknown' };

export type ActionEvent =
  /** `isOwner`: judged by the delivery's record, not by the button. `id`: the interaction of the press. */
  | { kind: 'press'; decision: 'approve' | 'decline'; isOwner: boolean; id: string; nowMs: number }
  /** The answer has ended. */
  | { kind: 'begin'; nowMs: number }
  /** `isRunningHere`: this isolate carries it out. `isRepeatable`: doing it twice is doing it once. */
  | { kind: 'wake'; nowMs: number; isRunningHere: boolean; isRepeatable: boolean }
  /** Another version of the answer proposes something else. */
  | { kind: 'withdraw' }
  | { kind: 'ended'; outcome: { kind: 'done' } | { kind: 'failed'; problem: string } | { kind: 'unknown' } };

export interface Step {
  state: ActionState;
  /** It is to be carried out, once the state is stored. */
  runs: boolean;
}

export const APPROVAL_MS = 10 * 60_000;

export function nextState(state: ActionState, event: ActionEvent): Step {
  switch (state.kind) {
    case 'waiting':
      return fromWaiting(state, event);
    case 'running':
      return fromRunning(state, event);
    default:
      return stay(state);
  }
}

function fromWaiting(state: Extract<ActionState, { kind: 'waiting' }>, event: ActionEvent): Step {
  switch (event.kind) {
    case 'ended':
      return stay(state);
    case 'withdraw':
      return stay({ kind: 'expired' });
    case 'press':
      if (!event.isOwner || !state.needsPress) return stay(state);
      if (event.nowMs >= state.expiresAtMs) return stay({ kind: 'expired' });
      if (event.decision === 'decline') return stay({ kind: 'declined' });
      return { state: { kind: 'running', by: event.id }, runs: true };
    case 'begin':
      if (event.nowMs >= state.expiresAtMs) return stay({ kind: 'expired' });
      return state.needsPress ? stay(state) : { state: { kind: 'running', by: null }, runs: true };
    case 'wake':
      return stay(event.nowMs >= state.expiresAtMs ? { kind: 'expired' } : state);
  }
}

function fromRunning(state: Extract<ActionState, { kind: 'running' }>, event: ActionEvent): Step {
  if (event.kind === 'ended') return stay(event.outcome);
  if (event.kind !== 'wake' || event.isRunningHere) return stay(state);
  // Its isolate is gone: it may have been carried out.
  return event.isRepeatable ? { state, runs: true } : stay({ kind: 'unknown' });
}

function stay(state: ActionState): Step {
  return { state, runs: false };
}

export function isOver({ kind }: ActionState): boolean {
  return kind !== 'waiting' && kind !== 'running';
}
