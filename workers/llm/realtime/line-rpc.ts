/** What the object of a live conversation is asked, and what it says where there is no answer. */
import type { ProviderConfig } from '../config.ts';
import type { Failure } from '../provider/failure.ts';
import type { ProviderRequest } from '../provider/provider.ts';

export interface LineRequest {
  /** With its key: the object belongs to this Worker. */
  provider: ProviderConfig;
  asked: ProviderRequest;
  /** Of the answer before this one only so much was heard; null: all of it. Milliseconds. */
  heardMs: number | null;
}

export interface LineAnswer {
  failure: Failure;
}
