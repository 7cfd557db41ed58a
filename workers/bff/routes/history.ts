/** `POST /v1/conversations/history`: what is remembered of the caller's conversation here, after one turn has been forgotten, if so asked. */
import type { ConversationHistory } from '../../../shared/contract/conversations.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { defaultModelOf } from '../../../shared/settings/effective.ts';
import { requireSigned } from '../access/verified.ts';
import { forgetListedTurn } from '../conversation/forget-listed.ts';
import { listTurns } from '../conversation/listed-turns.ts';
import { boundInstructions, selectRemembered } from '../conversation/prompt.ts';
import { readTurns } from '../conversation/read-turns.ts';
import { forgetRequest, forgetSharedAnswers } from '../idempotency/forget.ts';
import { parseRequestKey } from '../idempotency/key.ts';
import { BYTES_PER_TOKEN } from '../limits/bound.ts';
import { jsonResponse, replyFromDatabase } from '../reply.ts';
import { parseHistoryRequest } from '../request/caller-request.ts';
import type { Services } from '../services.ts';
import { effectiveFor } from '../settings/scopes.ts';

/** The bot answers within Discord's three seconds, and there may be two statements, one after the other. */
const DEADLINE_MS = 1_000;

export async function handleHistory(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseHistoryRequest);
  if (!admitted.ok) return admitted.response;
  const { caller, isModerator, forget } = admitted.value;
  const { config, estimates, log, now } = services;
  const { memoryTokens, catalogue } = config;
  return replyFromDatabase(log, async () => {
    const open = () => services.openDatabase(DEADLINE_MS);
    const requestKey =
      forget === undefined ? null : await forgetListedTurn(open(), { caller, isModerator }, forget);
    const [read] = await Promise.all([
      readTurns(open(), caller, now()),
      requestKey === null ? null : forgetAnswers(services, requestKey),
    ]);
    const settings = effectiveFor(config, read.settings, caller);
    const select = selectRemembered({
      settings,
      memoryTokens,
      windowTokens: memoryTokens * BYTES_PER_TOKEN,
      instructionTokens: boundInstructions(settings),
      estimate: estimates.of(defaultModelOf(settings, catalogue.defaultName)),
    });
    return jsonResponse({
      turns: listTurns(read.newestFirst, { caller, isModerator, isShared: read.isShared }, select),
      is_shared: read.isShared,
      older_messages: read.olderMessages,
      remember: settings.memory,
      ...(forget === undefined ? {} : { forgotten: requestKey !== null }),
    } satisfies ConversationHistory);
  });
}

/** Else an equal question would get the answer that was forgotten, until it ends by itself within minutes. */
async function forgetAnswers({ config, log }: Services, requestKey: string): Promise<void> {
  const parts = parseRequestKey(requestKey);
  if (parts === null) return;
  const { account, key } = parts;
  try {
    await Promise.all([
      forgetRequest(config.redis, account, key),
      forgetSharedAnswers(config.redis, account),
    ]);
  } catch (error) {
    log.warn('conversation.answers_kept', { error: errorName(error) });
  }
}
