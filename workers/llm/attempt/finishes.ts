/** When an answer of several choices is whole. Pure. */
import type { ChunkChoice } from '../../../shared/chat/chunk.ts';
import type { FinishReason } from '../../../shared/chat/finish.ts';

export interface Finishes {
  /** Takes the choices of the next chunk in. The reason of the last one when all that were asked for have finished. */
  take(choices: readonly ChunkChoice[]): FinishReason | undefined;
  /** At `[DONE]`: a provider may give fewer choices than it was asked for, but each that has begun has to finish. */
  reasonAtDone(): FinishReason | undefined;
}

export function createFinishes(wanted = 1): Finishes {
  const begun = new Set<number>();
  const finished = new Set<number>();
  let last: FinishReason | undefined;
  return {
    take(choices) {
      for (const { index, finishReason } of choices) {
        begun.add(index);
        if (finishReason === undefined) continue;
        finished.add(index);
        last = finishReason;
      }
      return finished.size >= wanted ? last : undefined;
    },
    reasonAtDone: () => (finished.size === begun.size ? last : undefined),
  };
}
