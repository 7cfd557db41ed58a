/** How an answer ends, in the terms of the ledger and of the client, and why it was aborted on our side. Pure. */
import type { AnswerEnd } from '../../../shared/chat/end.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { ErrorCode } from '../../../shared/errors.ts';

/** How a model call ended, as the ledger has it. */
export type Outcome = 'ok' | 'client_gone' | ErrorCode;

/** The end of an answer; `isTold`: the stream's own last frame has said so. */
export interface Ended {
  end: AnswerEnd;
  isTold: boolean;
}

export class AnswerAborted extends Error {
  readonly reason: 'client_gone' | 'deadline_exceeded';
  constructor(reason: 'client_gone' | 'deadline_exceeded') {
    super(reason);
    this.name = 'AnswerAborted';
    this.reason = reason;
  }
}

export function endOfAborted({ reason }: AnswerAborted): AnswerEnd {
  return reason === 'client_gone' ? { kind: 'stopped' } : { kind: 'failed', failure: { code: reason } };
}

export function outcomeOf(end: AnswerEnd): Outcome {
  return end.kind === 'stopped' ? 'client_gone' : (failureOf(end)?.code ?? 'ok');
}

/** What the client is told instead of `[DONE]`; null for an answer that came to its end. */
export function failureOf(end: AnswerEnd): Failure | null {
  switch (end.kind) {
    case 'whole':
    case 'blocked':
      return null;
    case 'too_long':
      return { code: 'provider_garbled' };
    case 'stopped':
      // For the log alone: its reader has gone.
      return { code: 'internal' };
    case 'failed':
      return end.failure;
  }
}
