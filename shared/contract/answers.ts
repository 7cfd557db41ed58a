/** What a person decides about an answer, in the row under it. All bot → bff, POST, signed as the bot. */
import type { Caller } from './caller.ts';

interface AboutAnswer {
  libra: { caller: Caller };
  /** The idempotency key of the answer's request. */
  request: string;
}

/** Body `RateRequest`, answer `RateResponse`. */
export const RATE_PATH = '/v1/answers/rate';
/** Body `ChooseRequest`, answer `ChooseResponse`. */
export const CHOOSE_PATH = '/v1/answers/choose';

export interface RateRequest extends AboutAnswer {
  /** The last one holds. */
  rating: 1 | -1;
}

export interface RateResponse {
  /** Rows of the ledger that have it; 0: there is no such answer of this person. */
  rated: number;
}

/** Of the versions of an answer, this one is shown. */
export interface ChooseRequest extends AboutAnswer {
  /** Stands in the stored turn from now on. */
  answer: string;
}

export interface ChooseResponse {
  /** Messages that were changed; 0: the turn is not stored. */
  chosen: number;
}
