/**
 * The first clause of an answer is waited for in silence. So its call goes ahead while the model thinks, and has been admitted when
 * the clause is there. All others are asked for while somebody listens.
 */
import type { Clock } from '../../../shared/time/clock.ts';
import { sleep } from '../../../shared/time/wait.ts';
import type { BffClient, LateSpeech } from '../bff/client.ts';
import { MAX_CLAUSE_CHARS } from '../conversation/clauses.ts';

/** The question goes first: a model that answers sooner has its clause spoken the usual way. */
export const AHEAD_AFTER_MS = 100;

export interface FirstSpeech {
  speak: BffClient['speak'];
  /** Nothing more is spoken. */
  end(): void;
}

export function createFirstSpeech(
  { bff, clock }: { bff: Pick<BffClient, 'speak' | 'openSpeech'>; clock: Clock },
  signal: AbortSignal,
): FirstSpeech {
  let ahead: LateSpeech | null = null;
  let isOver = false;
  void sleep(AHEAD_AFTER_MS, signal, clock).then(() => {
    if (!isOver && !signal.aborted) ahead = bff.openSpeech(MAX_CLAUSE_CHARS, signal);
  });
  return {
    async speak(text, of) {
      isOver = true;
      const first = ahead;
      ahead = null;
      return (await first?.speak(text)) ?? bff.speak(text, of);
    },
    end() {
      isOver = true;
      ahead?.drop();
      ahead = null;
    },
  };
}
