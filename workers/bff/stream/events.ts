/** What an answer consists of on its way to the client, whichever form the client asked for. */
import type { LibraResponse } from '../../../shared/contract/chat-completions.ts';
import type { StoredAnswer } from '../guard/stored-answer.ts';
import type { Failure } from '../reply.ts';

export type AnswerEvent =
  /** One chunk, serialised. */
  | { kind: 'frame'; data: string }
  /** Nothing follows. */
  | { kind: 'failed'; failure: Failure }
  /** The answer is whole; nothing follows. */
  | { kind: 'finished'; answer: StoredAnswer; libra: LibraResponse };

/** Why an answer was given up on our side. */
export class AnswerAborted extends Error {
  readonly outcome: 'client_gone' | 'deadline_exceeded';
  constructor(outcome: 'client_gone' | 'deadline_exceeded') {
    super(outcome);
    this.name = 'AnswerAborted';
    this.outcome = outcome;
  }
}
