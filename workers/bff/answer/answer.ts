/**
 * One request from the guard to the end of its answer: prepare → rounds → finish.
 *
 * No I/O of its own: everything outside is in `AnswerDeps`. Expected failures are values, and whichever way it ends, a
 * reservation that was made is settled exactly once.
 */
import { ask } from './ask.ts';
import type { AnswerDeps } from './deps.ts';
import { abandonTurn, finishRepeated, releaseUnasked } from './finish.ts';
import { type AnswerLife, startLife } from './life.ts';
import { personaOf, speechOf } from './offers.ts';
import type { Opening } from './opening.ts';
import type { AnswerPlan } from './plan.ts';
import { prepare } from './prepare.ts';

export interface Answer {
  /** Resolves once it is certain whether an answer begins. Rejects only on a bug. */
  opening: Promise<Opening>;
  /** The client is gone: everything downstream ends. */
  cancel(): void;
}

export function startAnswer(deps: AnswerDeps, plan: AnswerPlan): Answer {
  const life = startLife(plan.timeoutMs, deps.clock);
  const opening = open(deps, plan, life);
  // When the client goes, the runtime would end this work too, and the reservation would stay.
  deps.waitUntil(opening.catch(life.end));
  return { opening, cancel: life.cancel };
}

async function open(deps: AnswerDeps, plan: AnswerPlan, life: AnswerLife): Promise<Opening> {
  const startedAtMs = deps.clock.now();
  const prepared = await prepare(deps, plan.requester, life.signal);
  const fault = plan.findFault?.(prepared.past) ?? null;
  if (prepared.kind === 'admitted' && fault === null && !life.signal.aborted) {
    return ask(deps, plan, life, { prepared, startedAtMs });
  }
  life.end();
  const { history, facts } = prepared.past;
  const isFirstUse = history?.isFirstUse === true;
  const { allowance } = prepared;
  switch (prepared.kind) {
    case 'admitted':
      releaseUnasked(deps, history);
      return { ok: false, failure: fault ?? { code: 'deadline_exceeded' }, allowance };
    case 'refused': {
      const abandoned = abandonTurn(deps, history);
      // The bot asks again at once under the same key: what goes must not be what that has written.
      if (prepared.failure.code === 'gate_outdated') await abandoned;
      return { ok: false, failure: prepared.failure, allowance };
    }
    case 'answered': {
      const totalMs = deps.clock.now() - startedAtMs;
      const speech = speechOf(plan, prepared.past);
      const context = { requester: plan.requester, history, facts, totalMs, speech };
      const closing = finishRepeated(deps, context, prepared);
      return {
        ok: true,
        answer: { kind: 'repeated', ...closing },
        isForgotten: false,
        isFirstUse,
        droppedModel: null,
        persona: personaOf(prepared.past),
        documents: null,
        allowance,
      };
    }
  }
}
