/**
 * One request from the guard to the end of its answer: admit ∥ remember → join, replay or call → settle and store.
 *
 * No I/O of its own: everything outside is in `AnswerDeps`. Expected failures are values, and whatever happens, a
 * reservation that was made is settled exactly once.
 */
import type { ChatCompletionRequest } from '../../../shared/chat/completions.ts';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import type { Memory } from '../conversation/load.ts';
import type { StoredAnswer } from '../idempotency/stored-answer.ts';
import { type GuardSession, RENEW_EVERY_MS } from '../limits/cost-guard.ts';
import type { Allowance, Verdict } from '../limits/decide.ts';
import { estimatePromptTokens } from '../limits/estimate.ts';
import type { ModelCall } from '../llm/call-model.ts';
import { type Bill, createBill, type Outcome } from './bill.ts';
import type { Collected } from './collect.ts';
import { AnswerAborted } from './end.ts';
import { beginModelPhase, type LiveAnswer } from './model-phase.ts';
import { type Conversation, conversationOf, isUnbegun, toCollected, toStoredAnswer } from './turn.ts';

export interface AnswerPlan {
  /** The model asked for; undefined for the default. */
  model: string | undefined;
  defaultModel: string;
  /** What goes to the model, given what is remembered (null: nothing is known). */
  buildPrompt: (memory: Memory | null) => ChatMessage[];
  sampling: Partial<ChatCompletionRequest>;
  /** `person`: remembered, and an answer may be shared only at the beginning of a conversation. `client`: stateless. */
  asker: 'person' | 'client';
  /** The client gets the answer as it is written. */
  stream: boolean;
  /** Milliseconds for the whole request. */
  timeoutMs: number;
}

/** What is left behind after an answer, off the client's path. */
export interface Aftermath {
  outcome: Outcome;
  bill: Bill;
  collected: Collected;
  /** Present when the turn is to be remembered. */
  conversation: Conversation | null;
  cached: boolean;
  totalMs: number;
}

export interface AnswerDeps {
  guard: GuardSession;
  /** Null for clients, and when the database does not answer in time. Never rejects. */
  loadMemory: () => Promise<Memory | null>;
  /** Rejects only with the reason of the aborted signal. */
  callModel: (request: ChatCompletionRequest, signal: AbortSignal) => Promise<ModelCall>;
  /** Never rejects. */
  store: (aftermath: Aftermath) => Promise<void>;
  waitUntil: (work: Promise<unknown>) => void;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Runs `callback` every `ms` until the returned function is called. */
  every: (ms: number, callback: () => void) => () => void;
  now: () => number;
}

/** An answer that exists already. */
export interface RepeatedAnswer {
  kind: 'repeated';
  answer: StoredAnswer;
  libra: LibraResponse;
}

export type Opening =
  | {
      ok: true;
      answer: LiveAnswer | RepeatedAnswer;
      /** True for a person's turn that will not be remembered, whatever comes of it. */
      isForgotten: boolean;
      allowance: Allowance | null;
    }
  | { ok: false; failure: Failure; allowance: Allowance | null };

export interface Answer {
  /** Resolves once it is certain whether an answer begins. Rejects only on a bug. */
  opening: Promise<Opening>;
  /** The client is gone: everything downstream ends. */
  leave(): void;
}

/** llm gives up this much earlier, so that its own reason arrives before our deadline. */
const REPORT_MARGIN_MS = 300;
const FIRST_POLL_MS = 200;
const MAX_POLL_MS = 1_000;

export function startAnswer(deps: AnswerDeps, plan: AnswerPlan): Answer {
  const { guard, now } = deps;
  const startedAtMs = now();
  /** Ends the work: waiting, the model call, its stream. */
  const abort = new AbortController();
  /** Calls the deadline off. */
  const settled = new AbortController();
  /** True once the model is asked: what follows has its own end. */
  let isAsked = false;

  void deps
    .sleep(plan.timeoutMs, settled.signal)
    .then(() => abort.abort(new AnswerAborted('deadline_exceeded')))
    .catch(() => undefined);

  async function open(): Promise<Opening> {
    // The slower of the two first: it is on its way while the other is being written.
    const [memory, first] = await Promise.all([deps.loadMemory(), guard.admit()]);
    const verdict = await resolveVerdict(first, plan.asker === 'client' || isUnbegun(memory));
    switch (verdict.kind) {
      case 'replayed':
        return { ok: false, failure: { code: 'unauthorized' }, allowance: null };
      case 'refused': {
        const { code, evidence, allowance } = verdict;
        return { ok: false, failure: { code, evidence }, allowance };
      }
      case 'answered':
        return {
          ok: true,
          answer: repeat(verdict, memory),
          isForgotten: false,
          allowance: verdict.allowance,
        };
      case 'admitted':
        if (abort.signal.aborted) return release(verdict.allowance);
        return callModel(verdict.allowance, memory);
    }
  }

  /** Waits for an equal request that is being answered; takes its place should it fail. */
  async function resolveVerdict(
    first: Verdict,
    mayShare: boolean,
  ): Promise<Exclude<Verdict, { kind: 'running' }>> {
    let verdict = first;
    let pollMs = FIRST_POLL_MS;
    for (;;) {
      const isShared =
        (verdict.kind === 'answered' && verdict.by === 'cache') ||
        (verdict.kind === 'running' && verdict.what === 'question');
      if (isShared && !mayShare) {
        verdict = await guard.again({ share: false });
      } else if (verdict.kind === 'running') {
        await deps.sleep(pollMs, abort.signal);
        pollMs = Math.min(pollMs * 1.5, MAX_POLL_MS);
        verdict = await guard.again({ share: mayShare });
      } else {
        return verdict;
      }
    }
  }

  /** The client left, or the time was up, before anything was asked: nothing was used. */
  function release(allowance: Allowance | null): Opening {
    deps.waitUntil(guard.settle({ tokens: 0, microUsd: 0, answer: null, share: false, giveBack: true }));
    return { ok: false, failure: { code: 'deadline_exceeded' }, allowance };
  }

  async function callModel(allowance: Allowance | null, memory: Memory | null): Promise<Opening> {
    const messages = plan.buildPrompt(memory);
    const conversation = conversationOf(memory);
    // Holds the isolate to this request until it has ended, also when the client leaves.
    const ended = Promise.withResolvers<void>();
    deps.waitUntil(ended.promise);
    const stopRenewing = deps.every(RENEW_EVERY_MS, () => deps.waitUntil(guard.renew()));

    isAsked = true;
    const begun = await beginModelPhase({
      callModel: () => deps.callModel(createModelRequest(messages), abort.signal),
      signal: abort.signal,
      drop: () => abort.abort(),
      relay: plan.stream,
      sleep: deps.sleep,
      defaultModel: plan.model ?? plan.defaultModel,
      startedAtMs,
      now,
      onEnd(outcome, collected) {
        stopRenewing();
        const bill = createBill(collected, outcome, estimatePromptTokens(messages));
        const isRemembered = conversation !== null && collected.text !== '';
        const answer = toStoredAnswer(collected, isRemembered ? conversation.id : null);
        const isWhole = outcome === 'ok' && collected.text !== '';
        const work = Promise.all([
          guard.settle({
            tokens: bill.promptTokens + bill.completionTokens,
            microUsd: bill.microUsd,
            answer: isWhole ? answer : null,
            share:
              isWhole && answer.finishReason === 'stop' && (plan.asker === 'client' || isUnbegun(memory)),
            giveBack: false,
          }),
          deps.store({
            outcome,
            bill,
            collected,
            conversation: isRemembered ? conversation : null,
            cached: false,
            totalMs: now() - startedAtMs,
          }),
        ]);
        deps.waitUntil(work);
        ended.resolve();
        settled.abort();
        return { kind: 'finished', answer, libra: createLibra(answer, isRemembered, bill.microUsd, false) };
      },
    });
    if (!begun.ok) return { ...begun, allowance };
    const isForgotten = plan.asker === 'person' && conversation === null;
    return { ok: true, answer: begun.live, isForgotten, allowance };
  }

  function createModelRequest(messages: ChatMessage[]): ChatCompletionRequest {
    const leftMs = plan.timeoutMs - (now() - startedAtMs) - REPORT_MARGIN_MS;
    return {
      ...plan.sampling,
      ...(plan.model === undefined ? {} : { model: plan.model }),
      messages,
      stream: true,
      stream_options: { include_usage: true },
      libra: { timeout_ms: Math.max(1, Math.floor(leftMs)), relayed: true },
    };
  }

  /** An answer that exists already: nothing is called, and the calls that were taken are given back. */
  function repeat(
    { answer, by }: Extract<Verdict, { kind: 'answered' }>,
    memory: Memory | null,
  ): RepeatedAnswer {
    // A repeated request was remembered when it was answered; the same question asked again is a turn of its own.
    const conversation = by === 'cache' ? conversationOf(memory) : null;
    const conversationId = by === 'cache' ? (conversation?.id ?? null) : answer.conversationId;
    const repeated = { ...answer, conversationId };
    deps.waitUntil(by === 'cache' ? settleCached(repeated, conversation) : guard.giveBack());
    return {
      kind: 'repeated',
      answer: repeated,
      libra: createLibra(repeated, conversationId !== null, 0, true),
    };
  }

  function settleCached(answer: StoredAnswer, conversation: Conversation | null): Promise<unknown> {
    const bill = { promptTokens: 0, completionTokens: 0, microUsd: 0, estimated: false };
    const totalMs = now() - startedAtMs;
    return Promise.all([
      guard.settle({ tokens: 0, microUsd: 0, answer, share: false, giveBack: true }),
      deps.store({
        outcome: 'ok',
        bill,
        collected: toCollected(answer),
        conversation,
        cached: true,
        totalMs,
      }),
    ]);
  }

  function createLibra(
    answer: StoredAnswer,
    isRemembered: boolean,
    microUsd: number,
    isCached: boolean,
  ): LibraResponse {
    return {
      model: answer.answeredBy,
      ...(answer.provider === null ? {} : { provider: answer.provider }),
      fallback: answer.fallback,
      cached: isCached,
      cost_micro_usd: microUsd,
      ...(plan.asker === 'person' ? { remembered: isRemembered } : {}),
      ...(answer.conversationId === null ? {} : { conversation_id: answer.conversationId }),
    };
  }

  async function openWithin(): Promise<Opening> {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof AnswerAborted)) throw error;
      return { ok: false, failure: { code: 'deadline_exceeded' }, allowance: null };
    } finally {
      // Whatever goes on from here has `onEnd` to call the deadline off.
      if (!isAsked) settled.abort();
    }
  }

  const opening = openWithin();
  // A client who leaves takes the context with him, and nobody would give back what has been reserved by then.
  deps.waitUntil(opening.catch(() => undefined));
  return {
    opening,
    leave: () => abort.abort(new AnswerAborted('client_gone')),
  };
}
