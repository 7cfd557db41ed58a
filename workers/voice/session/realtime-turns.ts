/** What a conversation with a realtime model remembers from one turn to the next: sound that was said, how much was heard. */

import type { SpokenQuestion } from '../bff/question.ts';
import { createSpokenPieces } from '../conversation/spoken-pieces.ts';
import type { Turns } from '../conversation/turn-state.ts';

export interface RealtimeTurns {
  /** `wav`: of this utterance. */
  keep(utterance: number, wav: Uint8Array): void;
  /** For what is asked now. */
  question(turns: Turns): SpokenQuestion;
  /** An answer that the model spoke was heard so far, and no further. */
  interrupted(heardMs: number): void;
  /** True for the first time since it worked. */
  fellBack(): boolean;
  worked(): void;
  clear(): void;
}

export function createRealtimeTurns(
  talk: string,
  { model, voice }: Pick<SpokenQuestion, 'model' | 'voice'>,
): RealtimeTurns {
  const pieces = createSpokenPieces();
  let heardMs: number | null = null;
  let hasFallenBack = false;
  return {
    keep: pieces.keep,
    question(turns) {
      // What was typed is in no sound.
      const said = turns.typed === '' ? turns.pieces.map(({ utterance }) => utterance) : [];
      const question = { model, voice, talk, sound: pieces.join(said), heardMs };
      heardMs = null;
      return question;
    },
    interrupted(ms) {
      heardMs = ms;
    },
    fellBack() {
      const isFirst = !hasFallenBack;
      hasFallenBack = true;
      return isFirst;
    },
    worked() {
      hasFallenBack = false;
    },
    clear: pieces.clear,
  };
}
