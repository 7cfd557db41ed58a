/** `POST /v1/chat/completions`: authenticate → accept → prepare → rounds → finish. */
import { IDEMPOTENCY_KEY_HEADER } from '../../../shared/contract/routes.ts';
import { parseBoundedJson } from '../../../shared/json.ts';
import { BFF_EARLY_STATUS_MS, MAX_CHAT_BODY_BYTES } from '../../../shared/limits.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { every } from '../../../shared/time/wait.ts';
import { findRefusalOf } from '../access/key-rights.ts';
import { authenticateRequest } from '../access/verified.ts';
import { beginAnswer } from '../answer/compose.ts';
import { isJsonType } from '../http/content-type.ts';
import { parseIdempotencyKey } from '../idempotency/key.ts';
import { errorResponse } from '../reply.ts';
import { parseChatRequest } from '../request/chat-request.ts';
import { findModelFault } from '../request/find-model.ts';
import { abilitiesOf } from '../request/model-abilities.ts';
import type { Services } from '../services.ts';
import { respondWhole, respondWithStream } from '../stream/respond.ts';

export async function handleChat(request: Request, services: Services): Promise<Response> {
  const { config, log, now } = services;
  // What the bot sends is text; the larger bound is for API clients alone.
  const isSigned = request.headers.has('signature-input');
  const maxBodyBytes = isSigned ? MAX_CHAT_BODY_BYTES : config.apiMaxBodyBytes;
  const authentication = await authenticateRequest(request, services, maxBodyBytes);
  if (!authentication.ok) return errorResponse(authentication);
  const { identity, body } = authentication;
  if (!isJsonType(request.headers.get('content-type'))) {
    return errorResponse({ code: 'unsupported_content_type' });
  }

  const parsed = parseChatRequest(parseBoundedJson(body), identity.kind, (model) =>
    abilitiesOf(config.catalogue, model),
  );
  if (!parsed.ok) return errorResponse(parsed);
  const chat = parsed.value;
  const refusal = findRefusalOf(identity, {
    endpoint: 'chat',
    model: chat.model ?? config.catalogue.defaultName,
  });
  if (refusal !== null) return errorResponse(refusal);
  const fault = chat.model === undefined ? null : findModelFault(config.catalogue, chat.model, 'chat');
  if (fault !== null) return errorResponse(fault);
  const key = parseIdempotencyKey(request.headers.get(IDEMPOTENCY_KEY_HEADER));
  if (!key.ok) return errorResponse(key.failure);

  const answer = await beginAnswer(services, {
    identity,
    chat,
    idempotencyKey: key.value,
    mayShare: !/no-(store|cache)/.test(request.headers.get('cache-control') ?? ''),
  });
  request.signal.addEventListener('abort', () => answer.cancel());
  if (request.signal.aborted) answer.cancel();

  if (!chat.stream) return respondWhole(answer, { now, showsLibra: chat.wantsLibra });
  return respondWithStream(answer, {
    heartbeatMs: config.heartbeatMs,
    earlyStatusMs: BFF_EARLY_STATUS_MS,
    shows: {
      usage: identity.kind === 'bot' || chat.streamOptions.include_usage === true,
      libra: chat.wantsLibra,
    },
    createPipe: () => new IdentityTransformStream(),
    every,
    now,
    onBug: (error) => log.error('stream.broken', { error: errorName(error) }),
  });
}
