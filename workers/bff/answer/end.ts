/** How an answer ends, and why it was given up. */

import type { Failure } from '../../../shared/contract/failure.ts';
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import type { StoredAnswer } from '../idempotency/stored-answer.ts';

export type AnswerEnd =
  | { kind: 'finished'; answer: StoredAnswer; libra: LibraResponse }
  /** `isTold`: the stream's own last frame has said so. */
  | { kind: 'failed'; failure: Failure; isTold: boolean }
  /** The client went away. */
  | { kind: 'left' };

/** Why an answer was given up on our side. */
export class AnswerAborted extends Error {
  readonly outcome: 'client_gone' | 'deadline_exceeded';
  constructor(outcome: 'client_gone' | 'deadline_exceeded') {
    super(outcome);
    this.name = 'AnswerAborted';
    this.outcome = outcome;
  }
}
