/** What one chat request reads from the database and leaves there, and in the log. */
import type { SQL } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { pseudonymise } from '../../../shared/observe/pseudonym.ts';
import type { RememberedMessage, TurnMessage } from '../conversation/message-row.ts';
import { type OpenedTurn, openTurn } from '../conversation/open-turn.ts';
import { storeTurn, withdrawQuestion } from '../conversation/store-turn.ts';
import type { FollowedTurn, TurnKey } from '../conversation/turn-sql.ts';
import { presentModel } from '../documents/present-model.ts';
import { dropRunningUsage, recordUsage, runningUsage, type UsageEvent } from '../ledger/usage.ts';
import { type Account, spaceOf } from '../limits/account.ts';
import { estimateMessageTokens } from '../limits/estimate.ts';
import { embedFacts } from '../memory/fact-vectors.ts';
import { countUses } from '../memory/facts.ts';
import type { Services } from '../services.ts';
import { lockPerson } from '../store/person-lock.ts';
import type { AttachmentReference } from '../store/schema/conversations.ts';
import type { AnswerDeps } from './deps.ts';
import type { Aftermath } from './finish.ts';

export interface TurnContext {
  /** Null for API clients, whose conversations are their own affair. */
  caller: Caller | null;
  /** The caller's, or null. */
  pseudonym: string | null;
  account: Account;
  apiKeyId: number | null;
  requestKey: string;
  question: TurnMessage;
  /** Of the files that came with it. */
  attachments?: readonly AttachmentReference[];
  follows: FollowedTurn | undefined;
  /** False: neither read from nor stored in a conversation. */
  isRemembered: boolean;
  /** True: only the person sees the answer. */
  isPrivate: boolean;
  /** Unix milliseconds. */
  startedAtMs: number;
  /** What the ledger says of a call until it has ended. */
  reserved: { model: string; promptTokens: number; completionTokens: number; microUsd: number };
}

/** Neon wakes a sleeping database in about half a second; an answer without its history is worse than one a moment later. */
const LOAD_DEADLINE_MS = 2_500;
const STORE_DEADLINE_MS = 5_000;

export function createTurnStore(
  services: Services,
  context: TurnContext,
): Pick<AnswerDeps, 'openTurn' | 'noteCall' | 'withdraw' | 'store'> {
  const { log } = services;
  const { caller, pseudonym, follows } = context;
  const key = caller === null || pseudonym === null ? null : keyOf(context, { caller, pseudonym });
  const { attachments } = context;
  const question = { ...remember(context.question), ...(attachments === undefined ? {} : { attachments }) };
  const factModel = presentModel(services.config);
  let lacksVectors = false;
  /** One a call, in their order: its row is written before it is made. */
  const usageIds = [crypto.randomUUID()];
  const usageId = (round: number) => (usageIds[round] ??= crypto.randomUUID());

  return {
    async openTurn(options): Promise<OpenedTurn | null> {
      if (key === null) return null;
      try {
        const db = services.openDatabase(LOAD_DEADLINE_MS);
        const turn = {
          ...key,
          question,
          ...(follows === undefined ? {} : { follows }),
          ...(factModel === null ? {} : { factModel }),
        };
        const { operatorVersion, keepOperatorSettings } = services;
        const opened = await openTurn(db, turn, {
          ...options,
          operatorVersion,
          usage: runningUsageOf(context, usageId(0)),
        });
        // From the next question on: this one's limits are being looked at already.
        if (opened.operatorSettings !== undefined) keepOperatorSettings(opened.operatorSettings);
        lacksVectors = opened.history.lacksVectors === true;
        return opened;
      } catch (error) {
        log.warn('memory.unavailable', { error: errorName(error) });
        return null;
      }
    },

    async noteCall(round) {
      // The first row of a person's answer was written with the question.
      if (key === null || round > 0) await write(services, [], [runningUsageOf(context, usageId(round))]);
    },

    async withdraw({ withQuestion }) {
      if (key === null) return;
      const question = withQuestion ? [withdrawQuestion(key)] : [];
      await write(services, [...question, dropRunningUsage(usageId(0))], []);
    },

    async store(aftermath) {
      const usage = aftermath.calls.map((call, round) =>
        toUsageEvent(context, aftermath, { ...call, round, id: usageId(round) }),
      );
      warnOfUnpriced(services, aftermath);
      await logFinished(services, context, aftermath);
      await write(services, key === null ? [] : turnStatements(key, question, aftermath), usage);
      if (key !== null && isLearnedFrom(services, aftermath)) await noteForLearning(services, key);
      // Those that got none when they were kept: nobody could make them, or another model did.
      if (key !== null && lacksVectors) await embedFacts(services, key.caller);
    },
  };
}

function isLearnedFrom({ config }: Services, { turn, outcome, facts }: Aftermath): boolean {
  return config.personalMemory !== null && turn !== null && outcome === 'ok' && facts !== null;
}

/** What is learned waits until the conversation pauses. */
async function noteForLearning({ config, log }: Services, { caller, requestKey }: TurnKey): Promise<void> {
  const { user_id, guild_id, channel_id, parent_id, role_ids } = caller;
  const place = {
    ...{ user_id, guild_id, channel_id },
    ...(parent_id === undefined ? {} : { parent_id }),
    ...(role_ids === undefined ? {} : { role_ids }),
  };
  try {
    await config.memoryPauses?.getByName(user_id).note({ place, requestKey });
  } catch (error) {
    log.warn('memory.not_noted', { error: errorName(error) });
  }
}

function keyOf(
  { requestKey, startedAtMs: askedAtMs, isRemembered, isPrivate }: TurnContext,
  person: Pick<TurnKey, 'caller' | 'pseudonym'>,
): TurnKey {
  return {
    ...person,
    requestKey,
    askedAtMs,
    ...(isRemembered ? {} : { isUnstored: true }),
    ...(isPrivate ? { isPrivate } : {}),
  };
}

function turnStatements(key: TurnKey, question: RememberedMessage, aftermath: Aftermath): SQL[] {
  const { turn, outcome, facts } = aftermath;
  const { user_id: userId } = key.caller;
  if (turn === null) return [lockPerson({ userId }, 'together'), withdrawQuestion(key)];
  const stored = storeTurn({
    ...key,
    conversationId: turn.conversationId,
    question,
    answer: turn.answer.map(remember),
    isComplete: outcome === 'ok',
    replaces: turn.replaces,
  });
  const used = facts === null || facts.length === 0 ? [] : [countUses(userId, facts, key.askedAtMs)];
  return [stored, ...used];
}

function remember(message: TurnMessage): RememberedMessage {
  return { message, tokens: estimateMessageTokens(message) };
}

/** One batch. Never rejects: no request waits for it. Tried twice, since what it writes cannot double. */
async function write({ log, openDatabase }: Services, turn: SQL[], usage: UsageEvent[]): Promise<void> {
  for (const isLastTry of [false, true]) {
    try {
      const db = openDatabase(STORE_DEADLINE_MS);
      const statements = [
        ...turn.map((statement) => db.execute(statement)),
        ...usage.map((event) => recordUsage(db, event)),
      ];
      const [first, ...rest] = statements;
      if (first !== undefined) await db.batch([first, ...rest]);
      return;
    } catch (error) {
      log[isLastTry ? 'error' : 'warn']('memory.store_failed', { error: errorName(error), isLastTry });
    }
  }
}

/** No price is made up: until there is one, the budgets of money do not hold for this model. */
function warnOfUnpriced({ log, unpriced }: Services, { calls }: Aftermath): void {
  for (const { bill, collected } of calls) {
    const { answeredBy: model, provider } = collected;
    if (!bill.unpriced || !unpriced.isNew(model, provider)) continue;
    log.warn('price.unknown', { model, provider });
  }
}

async function logFinished({ log, config, spans }: Services, { account }: TurnContext, aftermath: Aftermath) {
  const last = aftermath.calls.at(-1);
  if (last === undefined) return;
  const { collected, bill } = last;
  log.info('chat.finished', {
    outcome: aftermath.outcome,
    model: collected.answeredBy,
    provider: collected.provider,
    fallback: collected.fallback,
    cached: aftermath.cached,
    promptTokens: bill.promptTokens,
    cachedTokens: bill.cachedTokens,
    completionTokens: bill.completionTokens,
    costMicroUsd: bill.microUsd,
    firstTokenMs: collected.firstTokenMs,
    durationMs: aftermath.totalMs,
    spans: spans.text(),
    ...(aftermath.judgeCalls === 0 ? {} : { judgeCalls: aftermath.judgeCalls }),
    remembered: aftermath.turn !== null,
    account: await pseudonymise(config.sharedSecrets[0], account.owner),
  });
}

/** What each row of the ledger says of the request. */
function requestOf({ startedAtMs, requestKey, caller, pseudonym, apiKeyId }: TurnContext) {
  return {
    startedAtMs,
    requestKey,
    userId: caller?.user_id ?? null,
    pseudonym,
    space: caller === null ? null : spaceOf(caller),
    apiKeyId,
  };
}

function runningUsageOf(context: TurnContext, id: string): UsageEvent {
  const { microUsd, ...call } = context.reserved;
  return runningUsage({ ...requestOf(context), ...call, id, costMicroUsd: microUsd });
}

function toUsageEvent(
  context: TurnContext,
  { cached, judgeCalls }: Aftermath,
  call: Aftermath['calls'][number] & { id: string; round: number },
): UsageEvent {
  const { id, round, outcome, bill, collected, totalMs } = call;
  return {
    ...requestOf(context),
    id,
    model: collected.answeredBy,
    provider: collected.provider,
    promptTokens: bill.promptTokens,
    cachedTokens: bill.cachedTokens,
    completionTokens: bill.completionTokens,
    estimated: bill.estimated,
    costMicroUsd: bill.microUsd,
    firstTokenMs: collected.firstTokenMs,
    totalMs,
    outcome,
    fallback: collected.fallback,
    cached,
    judgeCalls: round === 0 ? judgeCalls : 0,
  };
}
