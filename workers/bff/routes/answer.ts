/** The way of every answer, whatever form it is asked for in: authenticate → accept → prepare → rounds → finish. */
import { type Catalogue, firstNameOf } from '../../../shared/catalogue/catalogue.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { IDEMPOTENCY_KEY_HEADER } from '../../../shared/contract/routes.ts';
import { BFF_EARLY_STATUS_MS, MAX_CHAT_BODY_BYTES } from '../../../shared/limits.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { every, yieldToIo } from '../../../shared/time/wait.ts';
import type { Identity } from '../access/authenticate.ts';
import { findRefusalOf } from '../access/key-rights.ts';
import type { Endpoint } from '../access/key-settings.ts';
import { authenticateRequest } from '../access/verified.ts';
import { beginAnswer } from '../answer/compose.ts';
import { findTypeFault } from '../http/content-type.ts';
import { readJson } from '../http/read-json.ts';
import { parseIdempotencyKey } from '../idempotency/key.ts';
import { errorResponse } from '../reply.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';
import { findModelFault } from '../request/models/find-model.ts';
import { findVisionFault } from '../request/models/vision.ts';
import type { Validated } from '../request/validate.ts';
import type { Services } from '../services.ts';
import type { AnswerFormat } from '../stream/format.ts';
import { respondWhole, respondWithStream } from '../stream/respond.ts';
import { createTools } from '../tools/all-tools.ts';
import { findOfferFault } from '../tools/offered.ts';

export interface AcceptedAnswer {
  chat: AcceptedChat;
  format: AnswerFormat;
}

export type AcceptAnswer = (body: unknown, kind: Identity['kind']) => Validated<AcceptedAnswer>;

/** Otherwise settings choose it, which are not read yet. */
function isModelKnown({ model, seenSettings = {} }: AcceptedAnswer['chat']): boolean {
  const { server = 0, person = 0 } = seenSettings;
  return model !== undefined || server + person === 0;
}

/** The first one of its kind, unless it is named. */
function withRealtimeModel(catalogue: Catalogue, chat: AcceptedChat): AcceptedChat {
  if (chat.realtime === undefined || chat.model !== undefined) return chat;
  return { ...chat, model: firstNameOf(catalogue, 'realtime') };
}

function findFaultOfModel(catalogue: Catalogue, { model, realtime }: AcceptedChat): Failure | null {
  const kind = realtime === undefined ? 'chat' : 'realtime';
  if (model !== undefined) return findModelFault(catalogue, model, kind);
  return realtime === undefined ? null : { code: 'model_not_found', param: 'model' };
}

export async function serveAnswer(
  request: Request,
  services: Services,
  endpoint: Endpoint,
  accept: AcceptAnswer,
): Promise<Response> {
  const { config, log, now } = services;
  // What the bot sends is text, that of files too; the larger bound is for API clients alone.
  const isSigned = request.headers.has('signature-input');
  const maxBodyBytes = isSigned ? MAX_CHAT_BODY_BYTES : config.apiMaxBodyBytes;
  const authentication = await authenticateRequest(request, services, maxBodyBytes);
  if (!authentication.ok) return errorResponse(authentication);
  const { identity, body } = authentication;
  const typeFault = findTypeFault(request.headers);
  if (typeFault !== null) return errorResponse(typeFault);

  const read = readJson(body);
  if (!read.ok) return errorResponse(read);
  const accepted = accept(read.value, identity.kind);
  if (!accepted.ok) return errorResponse(accepted);
  const { format } = accepted.value;
  const chat = withRealtimeModel(config.catalogue, accepted.value.chat);
  const fault =
    findRefusalOf(identity, { endpoint, model: chat.model ?? config.catalogue.defaultName }) ??
    findFaultOfModel(config.catalogue, chat) ??
    findOfferFault(createTools(services), config.catalogue, chat) ??
    (isModelKnown(chat) ? findVisionFault(config.catalogue, chat) : null);
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

  if (!chat.stream) return respondWhole(answer, { now, format });
  return respondWithStream(answer, {
    format,
    heartbeatMs: config.heartbeatMs,
    earlyStatusMs: BFF_EARLY_STATUS_MS,
    createPipe: () => new IdentityTransformStream(),
    flush: yieldToIo,
    every,
    now,
    onBug: (error) => log.error('stream.broken', { error: errorName(error) }),
  });
}
