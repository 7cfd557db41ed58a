/**
 * The first clause of an answer is waited for in silence. So its call goes ahead while the model thinks, and has been admitted when
 * the clause is there. All others are asked for while somebody listens.
 */
import type { Clock } from '../../../shared/time/clock.ts';
import { sleep } from '../../../shared/time/wait.ts';
import { MAX_CLAUSE_CHARS } from '../conversation/clauses.ts';
import type { LateSpeech, Spine } from '../spine/bff.ts';

/** The question goes first: a model that answers sooner has its clause spoken the usual way. */
export const AHEAD_AFTER_MS = 100;

export interface FirstSpeech {
  speak: Spine['speak'];
  /** Nothing more is spoken. */
  end(): void;
}

export function createFirstSpeech(
  { spine, clock }: { spine: Pick<Spine, 'speak' | 'openSpeech'>; clock: Clock },
  signal: AbortSignal,
): FirstSpeech {
  let ahead: LateSpeech | null = null;
  let isOver = false;
  void sleep(AHEAD_AFTER_MS, signal, clock).then(() => {
    if (!isOver && !signal.aborted) ahead = spine.openSpeech(MAX_CLAUSE_CHARS, signal);
  });
  return {
    async speak(text, of) {
      isOver = true;
      const first = ahead;
      ahead = null;
      return (await first?.speak(text)) ?? spine.speak(text, of);
    },
    end() {
      isOver = true;
      ahead?.drop();
      ahead = null;
    },
  };
}
