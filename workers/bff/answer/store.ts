/** What a chat request leaves in the database and in the log. */
import type { Caller } from '../../../shared/contract/caller.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { pseudonymise } from '../../../shared/observe/pseudonym.ts';
import { storeOutcome, type Turn, type UsageEvent } from '../conversation/store.ts';
import { type Account, spaceOf } from '../limits/account.ts';
import { estimateTokens } from '../limits/estimate.ts';
import type { Services } from '../services.ts';
import { toStorableText } from '../store/storable-text.ts';
import type { Aftermath } from './answer.ts';

const STORE_DEADLINE_MS = 5_000;

export interface StoreContext {
  /** Null for API clients, whose conversations are their own affair. */
  caller: Caller | null;
  account: Account;
  apiKeyId: number | null;
  requestKey: string;
  question: string;
  /** Unix milliseconds. */
  startedAtMs: number;
}

/** Never rejects: nobody waits for it. Tried twice, since the rows have keys of their own and cannot double. */
export function createStore(
  services: Services,
  context: StoreContext,
): (aftermath: Aftermath) => Promise<void> {
  const { log, config } = services;
  return async (aftermath) => {
    const usage = toUsageEvent(context, aftermath);
    const turn = toTurn(context, aftermath);
    log.info('chat.finished', {
      outcome: aftermath.outcome,
      model: usage.model,
      provider: usage.provider,
      fallback: usage.fallback,
      cached: usage.cached,
      promptTokens: usage.promptTokens,
      completionTokens: usage.completionTokens,
      costMicroUsd: usage.costMicroUsd,
      firstTokenMs: usage.firstTokenMs,
      durationMs: usage.totalMs,
      remembered: turn !== null,
      account: await pseudonymise(config.sharedSecrets[0], context.account.owner),
    });
    for (const isLastTry of [false, true]) {
      try {
        await storeOutcome(services.openDatabase(STORE_DEADLINE_MS), turn, usage);
        return;
      } catch (error) {
        const level = isLastTry ? 'error' : 'warn';
        log[level]('memory.store_failed', { error: errorName(error), isLastTry });
      }
    }
  };
}

function toUsageEvent(context: StoreContext, aftermath: Aftermath): UsageEvent {
  const { bill, collected } = aftermath;
  return {
    id: crypto.randomUUID(),
    startedAtMs: context.startedAtMs,
    requestKey: context.requestKey,
    userId: context.caller?.user_id ?? null,
    space: context.caller === null ? null : spaceOf(context.caller),
    apiKeyId: context.apiKeyId,
    model: collected.answeredBy,
    provider: collected.provider,
    promptTokens: bill.promptTokens,
    completionTokens: bill.completionTokens,
    estimated: bill.estimated,
    costMicroUsd: bill.microUsd,
    firstTokenMs: collected.firstTokenMs,
    totalMs: aftermath.totalMs,
    outcome: aftermath.outcome,
    fallback: collected.fallback,
    cached: aftermath.cached,
  };
}

function toTurn(context: StoreContext, { conversation, collected, outcome }: Aftermath): Turn | null {
  const { caller, requestKey, question } = context;
  if (caller === null || conversation === null) return null;
  const answer = toStorableText(collected.text);
  return {
    caller,
    conversationId: conversation.id,
    isNew: conversation.isNew,
    requestKey,
    question: { content: question, tokens: estimateTokens(question) },
    answer: { content: answer, tokens: estimateTokens(answer), complete: outcome === 'ok' },
  };
}
