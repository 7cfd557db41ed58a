import type { Caller } from './caller.ts';

export interface ResetRequest {
  libra: { caller: Caller };
}

export interface ResetResponse {
  /** How many messages of the ended conversation will no longer be sent to the model. */
  forgotten_messages: number;
}
