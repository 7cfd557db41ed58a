/**
 * Learns from the turns of one conversation, once it has paused: one small model call from the guard to the ledger, and what of
 * its answer is believed is kept. What the person has chosen, forgotten or erased meanwhile holds: the statements ask again.
 */
import { findPrice } from '../../../shared/catalogue/catalogue.ts';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { pseudonymise } from '../../../shared/observe/pseudonym.ts';
import { createBill } from '../answer/bill.ts';
import { createCollector } from '../answer/collect.ts';
import { type Ended, outcomeOf } from '../answer/end.ts';
import { openGuardOf } from '../answer/open-guard.ts';
import { readCopy } from '../answer/read-copy.ts';
import { reserveCall, wholeOf } from '../answer/reserve.ts';
import { placeValues } from '../conversation/turn-sql.ts';
import { runningUsage } from '../ledger/usage.ts';
import { writeUsage } from '../ledger/write-usage.ts';
import { type Account, accountOfCaller, limitedBy, spaceOf } from '../limits/account.ts';
import { boundPromptTokens } from '../limits/bound.ts';
import { callModel } from '../llm/call-model.ts';
import { readChainFailure } from '../llm/failure.ts';
import { REPORT_MARGIN_MS } from '../llm/send.ts';
import type { Services } from '../services.ts';
import { effectiveFor } from '../settings/scopes.ts';
import type { PersonalMemoryConfig } from './config.ts';
import { buildExtraction, readExtraction } from './extraction.ts';
import { embedFacts } from './fact-vectors.ts';
import { saveFacts } from './facts.ts';
import type { DueConversation } from './pause.ts';
import { LEARNED_KEY, readForLearning } from './read-for-learning.ts';

/** Nobody waits for it. */
const DATABASE_DEADLINE_MS = 5_000;
const CALL_DEADLINE_MS = 30_000;
/** Five short facts; the rest is for models that think. */
const MAX_ANSWER_TOKENS = 1_000;

/** False: it is to be tried again later. Throws when the database cannot be reached. */
export async function learnFrom(
  services: Services,
  { place: where, requestKeys }: DueConversation,
): Promise<boolean> {
  const { config, log, now } = services;
  const { personalMemory } = config;
  if (personalMemory === null) return true;
  const caller: Caller = { ...where, locale: 'en' };
  const place = placeValues({ caller });
  const pseudonym = await pseudonymise(config.sharedSecrets[0], caller.user_id);
  const open = () => services.openDatabase(DATABASE_DEADLINE_MS);
  const read = await readForLearning(open(), place, requestKeys);
  if (read.turns.length === 0) return true;
  if (read.usedTokens >= personalMemory.tokensPerDay) {
    log.info('memory.learned', { outcome: 'budget', facts: 0 });
    return true;
  }
  const account = limitedBy(accountOfCaller(caller, config), effectiveFor(config, read.settings, caller));
  const asked = { caller, account, pseudonym, messages: buildExtraction(read.turns, read.known) };
  const answer = await askModel(services, personalMemory, asked);
  if (answer === null) return false;
  const facts = readExtraction(answer, read.turns, read.known);
  const saved = await saveFacts(
    open(),
    place,
    pseudonym,
    facts.map(({ text, replaces, from }) => ({
      text,
      replaces,
      origin: 'learned',
      space: place.space,
      requestKey: from.requestKey,
      messageId: null,
      saidAtMs: Math.min(from.saidAtMs, now()),
    })),
  );
  const kept = saved.filter(({ kind }) => kind === 'saved').length;
  log.info('memory.learned', { outcome: 'ok', facts: kept });
  if (kept > 0) await embedFacts(services, caller);
  return true;
}

interface Asked {
  caller: Caller;
  account: Account;
  pseudonym: string;
  messages: ChatMessage[];
}

/** Null: a budget refuses it, or the model does not answer. */
async function askModel(
  services: Services,
  { model }: PersonalMemoryConfig,
  { caller, account, pseudonym, messages }: Asked,
): Promise<string | null> {
  const { config, signer, trace, log, now, estimates } = services;
  const { catalogue, llm } = config;
  const answerBound = { tokens: MAX_ANSWER_TOKENS };
  const price = findPrice(catalogue, model, null);
  const call = { messages, model, price, answerBound, estimate: estimates.of(model) };
  const reserve = reserveCall(call, null);
  const guard = openGuardOf(services, { account, pseudonym, fingerprint: '-', shareable: false, reserve });
  if ((await guard.admit()).kind !== 'admitted') {
    log.info('memory.learned', { outcome: 'refused', facts: 0 });
    return null;
  }
  const startedAtMs = now();
  const id = crypto.randomUUID();
  const { user_id: userId } = caller;
  const row = { id, startedAtMs, requestKey: `${account.id}:${LEARNED_KEY}${id}`, userId, pseudonym };
  const running = runningUsage({ ...row, space: spaceOf(caller), model, ...ledgerBound(reserve) });
  await writeUsage(services, running);
  const signal = AbortSignal.timeout(CALL_DEADLINE_MS);
  const collector = createCollector({ defaultModel: model, startedAtMs, now });
  const ended = await answerOf(
    callModel({ llm, signer, trace, log, readFailure: readChainFailure }, requestOf(model, messages), signal),
    collector,
  );
  const outcome = outcomeOf(ended.end);
  const collected = collector.collected();
  const bound = {
    promptTokens: boundPromptTokens(messages, model),
    completionTokens: MAX_ANSWER_TOKENS,
  };
  const bill = createBill(collected, outcome, bound, (name, provider) =>
    findPrice(catalogue, name, provider),
  );
  const { promptTokens, cachedTokens, completionTokens, microUsd, estimated } = bill;
  const used = { tokens: promptTokens + completionTokens, microUsd };
  const { answeredBy, provider, fallback, firstTokenMs } = collected;
  await Promise.all([
    guard.settle({ ...used, answer: null, share: false, giveBack: false }),
    writeUsage(services, {
      ...running,
      model: answeredBy,
      ...{
        provider,
        fallback,
        firstTokenMs,
        promptTokens,
        cachedTokens,
        completionTokens,
        estimated,
        outcome,
      },
      costMicroUsd: microUsd,
      totalMs: now() - startedAtMs,
    }),
  ]);
  if (outcome === 'ok') return collected.text;
  log.warn('memory.learned', { outcome, facts: 0 });
  return null;
}

function ledgerBound(reserve: Parameters<typeof wholeOf>[0]) {
  const { microUsd: costMicroUsd, ...tokens } = wholeOf(reserve, { tokens: MAX_ANSWER_TOKENS });
  return { ...tokens, costMicroUsd };
}

function requestOf(model: string, messages: ChatMessage[]): Parameters<typeof callModel>[1] {
  return {
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
    max_completion_tokens: MAX_ANSWER_TOKENS,
    libra: { timeout_ms: CALL_DEADLINE_MS - REPORT_MARGIN_MS, own_fields: ['max_completion_tokens'] },
  };
}

const INTERRUPTED: Ended = {
  end: { kind: 'failed', failure: { code: 'provider_interrupted' } },
  isTold: false,
};

async function answerOf(
  calling: ReturnType<typeof callModel>,
  collector: ReturnType<typeof createCollector>,
): Promise<Ended> {
  try {
    const called = await calling;
    if (!called.ok) return { end: { kind: 'failed', failure: called.failure }, isTold: false };
    return (await readCopy(called.body, collector, { onFirst: () => undefined })) ?? INTERRUPTED;
  } catch {
    // The deadline has passed.
    return { end: { kind: 'failed', failure: { code: 'deadline_exceeded' } }, isTold: false };
  }
}
