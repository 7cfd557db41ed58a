/** A call that goes ahead of its text, so that it is admitted by the time that the text is there. */
import type { LateRequest } from '../../../shared/signing/sign.ts';
import { orAbort } from '../../../shared/time/wait.ts';

export interface LateCall {
  /** Null: it was refused meanwhile, or cannot take this text. Rejects where it breaks. Once. */
  tell(text: string): Promise<Response> | null;
  /** It is not needed: nothing of it is charged. */
  drop(): void;
}

export interface LateDeps {
  open(signal: AbortSignal): Promise<LateRequest>;
  send(request: Request): Promise<Response>;
}

const encoder = new TextEncoder();

/** `characters`: the most that its text may have. */
export function createLateCall(characters: number, { open, send }: LateDeps, signal: AbortSignal): LateCall {
  const dropping = new AbortController();
  const either = AbortSignal.any([signal, dropping.signal]);
  const opening = open(either);
  const answer = opening.then(({ request }) => orAbort(send(request), either));
  let isAnswered = false;
  const note = () => {
    isAnswered = true;
  };
  answer.then(note, note);
  return {
    tell(text) {
      // What is answered before it was told is a refusal.
      if (isAnswered || text.length > characters) {
        dropping.abort();
        return null;
      }
      return opening.then(({ tell }) => {
        // Not waited for: who does not read it answers all the same.
        void tell(encoder.encode(text));
        return answer;
      });
    },
    drop: () => dropping.abort(),
  };
}
