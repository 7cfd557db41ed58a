/** `POST /v1/audio/transcriptions` and `/v1/audio/translations`: a recording in a form, kept in memory once. */
import { firstNameOf } from '../../../shared/catalogue/catalogue.ts';
import { PASSTHROUGH_CALLS, type PassthroughPath } from '../../../shared/contract/passthrough.ts';
import { parseJson } from '../../../shared/json.ts';
import { MAX_FORM_BYTES } from '../../../shared/limits.ts';
import { authenticateRequest } from '../access/verified.ts';
import { boundaryOf } from '../http/multipart.ts';
import { serveCall } from '../passthrough/serve.ts';
import { payerOf } from '../passthrough/talk-payer.ts';
import { errorResponse } from '../reply.ts';
import { chooseModel } from '../request/models/find-model.ts';
import { parseTranscription, TOO_LARGE } from '../request/passthrough/transcription.ts';
import type { Services } from '../services.ts';

/** 25 MB at 2 Mbit/s. */
const UPLOAD_DEADLINE_MS = 110_000;

export const handleTranscriptions = handleRecording('/v1/audio/transcriptions', 'transcription');
export const handleTranslations = handleRecording('/v1/audio/translations', 'translation');

function handleRecording(path: PassthroughPath, task: 'transcription' | 'translation') {
  return async (request: Request, services: Services): Promise<Response> => {
    const limits = { maxBodyBytes: MAX_FORM_BYTES, bodyDeadlineMs: UPLOAD_DEADLINE_MS };
    // Chats and recordings do not take one another's room.
    const access = { ...services, uploads: services.recordings };
    const authentication = await authenticateRequest(request, access, limits);
    if (!authentication.ok) {
      return errorResponse(authentication.code === TOO_LARGE.code ? TOO_LARGE : authentication);
    }
    const { identity, body } = authentication;
    const isTalk = identity.kind === 'bot' && identity.signer === 'voice' && task === 'transcription';
    if (identity.kind === 'bot' && !isTalk) return errorResponse({ code: 'forbidden' });
    const boundary = boundaryOf(request.headers.get('content-type'));
    if (boundary === undefined) return errorResponse(NO_FORM);
    const own = `libra-${crypto.randomUUID()}`;
    let libra: string | undefined;
    const signed = {
      take: (field: string) => {
        libra = field;
      },
      model: firstNameOf(services.config.catalogue, PASSTHROUGH_CALLS[path]) ?? '',
    };
    const draft = parseTranscription(task, body, { boundary, own, ...(isTalk ? { signed } : {}) });
    if (!draft.ok) return errorResponse(draft);
    const model = chooseModel(services.config.catalogue, draft.value.model, PASSTHROUGH_CALLS[path]);
    if (!model.ok) return errorResponse(model);
    const payer = await payerOf(services, identity, parseJson(libra ?? ''));
    if (!payer.ok) return errorResponse(payer);
    const upload = services.recordings.open();
    if (upload === null) return errorResponse({ code: 'overloaded' });
    try {
      if (!upload.hold(body.byteLength)) return errorResponse({ code: 'overloaded' });
      const call = { ...draft.value, path, model: model.value };
      return await serveCall(services, payer.value, call, request.signal);
    } finally {
      // With the beginning of the answer llm has all of it.
      upload.close();
    }
  };
}

const NO_FORM = {
  code: 'unsupported_content_type',
  detail: "The body must be a form, with 'content-type: multipart/form-data' and its boundary.",
} as const;
