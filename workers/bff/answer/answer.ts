/**
 * One request from the guard to the end of its answer: prepare → rounds → finish.
 *
 * No I/O of its own: everything outside is in `AnswerDeps`. Expected failures are values, and whichever way it ends, a
 * reservation that was made is settled exactly once.
 */

import type { PriceFinder } from '../../../shared/catalogue/price.ts';
import type { ChatCompletionRequest } from '../../../shared/chat/completions.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { DocumentSources, LibraResponse, SpeechOffer } from '../../../shared/contract/libra.ts';
import type { EffectiveSettings } from '../../../shared/settings/effective.ts';
import { boundPromptTokens } from '../limits/bound.ts';
import type { GuardSession } from '../limits/cost-guard.ts';
import type { Allowance } from '../limits/decide.ts';
import { type Charge, RENEW_EVERY_MS } from '../limits/guard-store.ts';
import type { LearnedEstimates } from '../limits/learned.ts';
import type { ModelCall } from '../llm/call-model.ts';
import type { FailureReader } from '../llm/failure.ts';
import { withTools } from '../tools/request-fields.ts';
import type { Closing } from './closing.ts';
import { documentsShown } from './documents-shown.ts';
import { abandonTurn, type FinishDeps, finishRepeated, finishRounds, releaseUnasked } from './finish.ts';
import { type AnswerLife, startLife } from './life.ts';
import { createModelRequest } from './model-request.ts';
import type { AnswerPlan } from './plan.ts';
import { type Past, type PrepareDeps, type Prepared, prepare } from './prepare.ts';
import type { RoundModeration } from './round.ts';
import { add, createRoundTools } from './round-tools.ts';
import { type LiveAnswer, startRounds } from './rounds.ts';

export interface AnswerDeps extends PrepareDeps, FinishDeps {
  guard: GuardSession;
  /**
   * A call is about to be made, the first being 0: the ledger has a row of it, also when its end is never told. Nobody waits
   * for it. Never rejects.
   */
  noteCall: (round: number) => Promise<void>;
  /** Rejects only with the reason of the aborted signal. */
  callModel: (request: ChatCompletionRequest, signal: AbortSignal) => Promise<ModelCall>;
  findPrice: PriceFinder;
  /** A chosen model that is no more is taken back; gives the one to tell the person of. Absent for clients. */
  takeBackDropped?: (past: Past) => string | null;
  /** Reads the failure in a frame of a stream; absent: as the frame says. */
  readFailure?: FailureReader;
  /** Begins to judge the question; null when nothing is judged here. Absent: nobody judges. */
  moderate?: ((settings: EffectiveSettings) => RoundModeration | null) | undefined;
  /** What a provider may find the prompts of one conversation by in its cache. Absent for clients, who name their own. */
  cacheKeyOf?: (conversationId: string) => Promise<string>;
  /** Called with what a provider has counted of a prompt. */
  learn?: LearnedEstimates['learn'];
  /** Runs `callback` every `ms` until the returned function is called. */
  every: (ms: number, callback: () => void) => () => void;
}

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

/** From here on the end of the answer ends the deadline. */
async function ask(
  deps: AnswerDeps,
  plan: AnswerPlan,
  life: AnswerLife,
  context: { prepared: Extract<Prepared, { kind: 'admitted' }>; startedAtMs: number },
): Promise<Opening> {
  const { clock, guard, waitUntil } = deps;
  const { startedAtMs, prepared } = context;
  const { past, allowance } = prepared;
  const documents = documentsShown(past, prepared.windowTokens);
  if (documents !== null) plan.book?.open(documents);
  const { requester, defaultModel, stream } = plan;
  const model = plan.modelFor === undefined ? plan.model : plan.modelFor(past);
  const droppedModel = deps.takeBackDropped?.(past) ?? null;
  const chosen = plan.optionsFor?.(past) ?? {};
  const prompt = plan.buildPrompt(past, prepared.windowTokens);
  // Keeps the isolate at work on this request until it has ended, also when the client goes.
  const ended = Promise.withResolvers<void>();
  waitUntil(ended.promise);
  let soFar = () => plan.chargeOf(prompt, { written: '', thoughts: [] });
  /** By the rounds before this one. */
  let spent: Charge = { tokens: 0, microUsd: 0 };
  waitUntil(deps.noteCall(0));
  const conversationId = past.history?.conversationId ?? null;
  const cacheKey = conversationId === null ? undefined : deps.cacheKeyOf?.(conversationId);
  const moderation = deps.moderate?.(past.settings) ?? undefined;
  const renew = () => guard.renew(soFar());
  const stopRenewing = deps.every(RENEW_EVERY_MS, () => waitUntil(renew()));

  const offered = plan.tools?.offeredFor(model, past.settings) ?? [];
  const { timeZone } = past.settings;

  const started = await startRounds({
    prompt,
    shorterPrompt: plan.buildShorterPrompt?.(past, prepared.windowTokens) ?? null,
    boundPrompt: (messages) =>
      boundPromptTokens(messages, model ?? defaultModel, plan.imageSizes) + plan.callBound.fieldTokens,
    completionBound: plan.callBound.completionTokens,
    terms: plan.passed,
    findPrice: deps.findPrice,
    ask: (messages, { isHeld, ...kind }) => ({
      isHeld,
      callModel: async () => {
        const about = { cacheKey: await cacheKey, leftMs: life.leftMs(), isHeld };
        const asked = { ...plan, model, passed: withTools(plan.passed, offered, kind) };
        return deps.callModel(createModelRequest(asked, messages, { ...about, chosen }), life.signal);
      },
      signal: life.signal,
      drop: life.drop,
      moderation,
      onBegin: (collected) => {
        soFar = () => add(spent, plan.chargeOf(messages, collected()));
      },
      isRelayed: stream,
      defaultModel: model ?? defaultModel,
      ...(plan.passed.n === undefined ? {} : { choices: plan.passed.n }),
      startedAtMs: kind.isFirst ? startedAtMs : clock.now(),
      now: clock.now,
      ...(deps.readFailure === undefined ? {} : { readFailure: deps.readFailure }),
    }),
    onCounted: deps.learn,
    startedAtMs,
    now: clock.now,
    ...(plan.tools === undefined || offered.length === 0
      ? {}
      : {
          tools: createRoundTools(deps, plan, { ...plan.tools, offered, timeZone }, life, (paid) => {
            spent = paid;
          }),
        }),
    finish(rounds) {
      stopRenewing();
      life.end();
      const totalMs = clock.now() - startedAtMs;
      const closing = finishRounds(
        deps,
        {
          requester,
          history: past.history,
          facts: past.facts,
          totalMs,
          judge: moderation?.bill() ?? { calls: 0, microUsd: 0 },
          documents: plan.book?.sources() ?? documents,
          speech: speechOf(plan, past),
        },
        rounds,
      );
      ended.resolve();
      return closing;
    },
  });
  if (!started.ok) return { ...started, allowance };
  const isForgotten = requester === 'person' && (past.history?.conversationId ?? null) === null;
  const isFirstUse = past.history?.isFirstUse === true;
  const persona = personaOf(past);
  return {
    ok: true,
    answer: started.live,
    isForgotten,
    isFirstUse,
    droppedModel,
    persona,
    documents,
    allowance,
  };
}

function speechOf({ hasSpeech }: AnswerPlan, { settings }: Past): SpeechOffer {
  if (hasSpeech !== true) return 'none';
  return settings.spokenReplies ? 'wanted' : 'offered';
}

function personaOf({ settings: { persona } }: Past): NonNullable<LibraResponse['persona']> | null {
  return persona === undefined ? null : { name: persona.name, avatar: persona.avatar };
}
