/** How an answer opens: with one that is being written, one that exists already, or none. */
import type { Failure } from '../../../shared/contract/failure.ts';
import type { DocumentSources, LibraResponse } from '../../../shared/contract/libra.ts';
import type { Allowance } from '../limits/verdict.ts';
import type { Closing } from './closing.ts';
import type { LiveAnswer } from './rounds.ts';

/** An answer that exists already. */
export interface RepeatedAnswer extends Closing {
  kind: 'repeated';
}

export type Opening =
  | {
      ok: true;
      answer: LiveAnswer | RepeatedAnswer;
      /** True for a person's turn that will not be remembered, however it ends. */
      isForgotten: boolean;
      /** True for the first turn of a person in a server that will be remembered. */
      isFirstUse: boolean;
      /** The person's own choice of a model, which is no more and has been taken back. */
      droppedModel: string | null;
      /** Who speaks; null for Libra itself. */
      persona: NonNullable<LibraResponse['persona']> | null;
      /** Null: there are none for this question. */
      documents: DocumentSources | null;
      allowance: Allowance | null;
    }
  | { ok: false; failure: Failure; allowance: Allowance | null };
