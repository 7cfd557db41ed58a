import type { Caller } from './caller.ts';

export interface ResetRequest {
  libra: { caller: Caller };
}

/** bot → bff, body `ForgetRequest`: nobody has seen this answer, so its turn is not to be remembered. */
export const FORGET_PATH = '/v1/conversations/forget';

export interface ForgetRequest {
  libra: { caller: Caller };
  /** The idempotency key of the answer's request: the id of its interaction. */
  request: string;
}

export interface ResetResponse {
  /** How many messages of the ended conversation will no longer be sent to the model. */
  forgotten_messages: number;
}
