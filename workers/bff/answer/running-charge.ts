/** What an answer has used so far, by estimate. Pure. */
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import type { Charge } from '../limits/guard-store.ts';
import type { Collected } from './collect.ts';
import type { AnswerPlan } from './plan.ts';
import { add } from './round-tools.ts';

export interface RunningCharge {
  soFar(): Charge;
  /** A round begins; `collected` tells how far it has come. */
  begin(prompt: readonly ChatMessage[], collected: () => Collected): void;
  /** Another round is about to be made: so much has been used by those before it. */
  pay(spent: Charge): void;
}

/** `prompt`: the first round's. */
export function createRunningCharge(
  chargeOf: AnswerPlan['chargeOf'],
  prompt: readonly ChatMessage[],
): RunningCharge {
  let spent: Charge = { tokens: 0, microUsd: 0 };
  let soFar = () => chargeOf(prompt, { written: '', thoughts: [] });
  return {
    soFar: () => soFar(),
    begin(asked, collected) {
      soFar = () => add(spent, chargeOf(asked, collected()));
    },
    pay(paid) {
      spent = paid;
    },
  };
}
