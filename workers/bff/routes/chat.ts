/** `POST /v1/chat/completions`: authenticate → accept → guard ∥ remember → call → stream. */
import { textOf } from '../../../shared/chat/messages.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { IDEMPOTENCY_KEY_HEADER } from '../../../shared/contract/routes.ts';
import { parseBoundedJson } from '../../../shared/json.ts';
import { BFF_EARLY_STATUS_MS } from '../../../shared/limits.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { every, sleep } from '../../../shared/time/timers.ts';
import type { Identity } from '../access/authenticate.ts';
import { authenticateRequest } from '../access/verified.ts';
import { type Answer, startAnswer } from '../answer/answer.ts';
import { createStore } from '../answer/store.ts';
import { loadMemory } from '../conversation/load.ts';
import { buildPrompt } from '../conversation/prompt.ts';
import { fingerprintOf } from '../idempotency/fingerprint.ts';
import { parseIdempotencyKey } from '../idempotency/key.ts';
import { findExhaustedBudget } from '../ledger/sums.ts';
import { type Account, accountOfApiKey, accountOfCaller } from '../limits/account.ts';
import { openGuardSession } from '../limits/cost-guard.ts';
import { estimatePromptTokens } from '../limits/estimate.ts';
import { costMicroUsd, isPricedModel } from '../limits/prices.ts';
import { callModel } from '../llm/call-model.ts';
import { errorResponse } from '../reply.ts';
import { type AcceptedChat, parseChatRequest } from '../request/chat-request.ts';
import type { Services } from '../services.ts';
import { respondWhole, respondWithStream } from '../stream/respond.ts';

/** Neon wakes a sleeping database in about half a second; an answer without its history is worse than one a moment later. */
const LOAD_DEADLINE_MS = 2_500;
/** Only asked while Redis is out. */
const LEDGER_DEADLINE_MS = 1_000;
/** What an answer is expected to need at most, when the client sets no bound: the settlement corrects it. */
const RESERVED_COMPLETION_TOKENS = 1_024;
const SYSTEM_PROMPT_TOKENS = 250;

export async function handleChat(request: Request, services: Services): Promise<Response> {
  const authentication = await authenticateRequest(request, services);
  if (!authentication.ok) return errorResponse(authentication);
  const { identity, body } = authentication;

  const parsed = parseChatRequest(parseBoundedJson(body), identity.kind);
  if (!parsed.ok) return errorResponse(parsed);
  const chat = parsed.value;
  if (chat.model !== undefined && chat.model !== services.config.defaultModel && !isPricedModel(chat.model)) {
    return errorResponse({ code: 'invalid_request', param: 'model', detail: 'There is no such model here.' });
  }
  const key = parseIdempotencyKey(request.headers.get(IDEMPOTENCY_KEY_HEADER));
  if (!key.ok) return errorResponse(key.failure);

  const answer = await beginAnswer(services, identity, chat, {
    idempotencyKey: key.value,
    mayShare: !/no-(store|cache)/.test(request.headers.get('cache-control') ?? ''),
  });
  request.signal.addEventListener('abort', () => answer.leave());
  if (request.signal.aborted) answer.leave();

  const { now, config, log } = services;
  if (!chat.stream) return respondWhole(answer, now);
  return respondWithStream(answer, {
    heartbeatMs: config.heartbeatMs,
    earlyStatusMs: BFF_EARLY_STATUS_MS,
    wantsClosingChunk: identity.kind === 'bot' || chat.includeUsage,
    createPipe: () => new IdentityTransformStream(),
    sleep,
    every,
    now,
    onBug: (error) => log.error('stream.broken', { error: errorName(error) }),
  });
}

async function beginAnswer(
  services: Services,
  identity: Identity,
  chat: AcceptedChat,
  options: { idempotencyKey: string | undefined; mayShare: boolean },
): Promise<Answer> {
  const { config, log, now, waitUntil } = services;
  const caller = chat.caller ?? null;
  const account = accountOf(identity, caller, services);
  const startedAtMs = now();
  const { idempotencyKey } = options;

  const guard = openGuardSession(
    {
      redis: config.redis,
      budgets: config.budgets,
      degraded: config.degraded,
      answerCacheMs: config.answerCacheMs,
      nonces: services.nonces,
      log,
      now,
      waitUntil,
      async findExhaustedBudget(ofAccount) {
        try {
          return await findExhaustedBudget(
            services.openDatabase(LEDGER_DEADLINE_MS),
            ofAccount,
            config.budgets,
          );
        } catch (error) {
          log.warn('ledger.unreadable', { error: errorName(error) });
          return null;
        }
      },
    },
    {
      account,
      fingerprint: await fingerprintOf(chat, caller),
      shareable: options.mayShare && isSingleQuestion(chat),
      estimate: estimateCall(chat, caller, config),
      ...(identity.kind === 'bot' ? { nonce: identity.nonce } : {}),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    },
  );

  const answer = startAnswer(
    {
      guard,
      loadMemory: async () => {
        if (caller === null) return null;
        try {
          return await loadMemory(services.openDatabase(LOAD_DEADLINE_MS), caller);
        } catch (error) {
          log.warn('memory.unavailable', { error: errorName(error) });
          return null;
        }
      },
      callModel: (modelRequest, signal) =>
        callModel(
          { llm: config.llm, signer: services.signer, trace: services.trace, log },
          modelRequest,
          signal,
        ),
      store: createStore(services, {
        caller,
        account,
        apiKeyId: identity.kind === 'client' ? identity.apiKey.id : null,
        requestKey: `${account.id}:${idempotencyKey ?? crypto.randomUUID()}`,
        question: textOf(chat.messages.at(-1)?.content ?? ''),
        startedAtMs,
      }),
      waitUntil,
      sleep,
      every,
      now,
    },
    {
      model: chat.model,
      defaultModel: config.defaultModel,
      buildPrompt: (memory) =>
        caller === null ? chat.messages : buildPrompt(caller, memory, chat.messages, config.memoryTokens),
      sampling: chat.sampling,
      asker: caller === null ? 'client' : 'person',
      stream: chat.stream,
      timeoutMs: Math.min(chat.timeoutMs, config.answerTimeoutMs),
    },
  );
  // While Redis and Postgres think: nobody waits for the line.
  log.info('chat.started', { asker: identity.kind, stream: chat.stream });
  return answer;
}

function accountOf(identity: Identity, caller: Caller | null, { config }: Services): Account {
  if (identity.kind === 'client') return accountOfApiKey(identity.apiKey);
  if (caller === null) throw new Error('A request of the bot was accepted without its caller');
  return accountOfCaller(caller, config);
}

/** One question and no earlier turn: what the answer depends on is all in it. */
function isSingleQuestion({ messages }: AcceptedChat): boolean {
  return messages.filter(({ role }) => role === 'user' || role === 'assistant').length === 1;
}

function estimateCall(
  chat: AcceptedChat,
  caller: Caller | null,
  config: Services['config'],
): { tokens: number; microUsd: number } {
  const unseen = caller === null ? 0 : SYSTEM_PROMPT_TOKENS + config.memoryTokens;
  const promptTokens = estimatePromptTokens(chat.messages) + unseen;
  const { max_completion_tokens: bound, max_tokens: olderBound } = chat.sampling;
  const completionTokens = bound ?? olderBound ?? RESERVED_COMPLETION_TOKENS;
  const microUsd = costMicroUsd(chat.model ?? config.defaultModel, { promptTokens, completionTokens });
  return { tokens: promptTokens + completionTokens, microUsd };
}
