/** A plain call with a body of JSON: authenticate → check → guard → llm. */
import { PLAIN_CALLS, type PlainPath } from '../../../shared/contract/plain-calls.ts';
import { parseBoundedJson } from '../../../shared/json.ts';
import { authenticateRequest } from '../access/verified.ts';
import { isJsonType } from '../http/content-type.ts';
import type { DraftCall } from '../plain/draft-call.ts';
import { payerOfApiKey } from '../plain/payer.ts';
import { serveCall } from '../plain/serve.ts';
import { errorResponse } from '../reply.ts';
import { chooseModel } from '../request/find-model.ts';
import type { Validated } from '../request/validate.ts';
import type { Services } from '../services.ts';

/** The tokens of the largest request for embeddings (300,000), and what stands around them. */
const MAX_VALUES = 320_000;
const MAX_DEPTH = 8;

export function handleJson(path: PlainPath, parse: (body: unknown) => Validated<DraftCall>) {
  return async (request: Request, services: Services): Promise<Response> => {
    const { config } = services;
    const authentication = await authenticateRequest(request, services, config.apiMaxBodyBytes);
    if (!authentication.ok) return errorResponse(authentication);
    const { identity, body } = authentication;
    // Nobody else is billed for such a call yet.
    if (identity.kind !== 'client') return errorResponse({ code: 'forbidden' });
    if (!isJsonType(request.headers.get('content-type'))) {
      return errorResponse({ code: 'unsupported_content_type' });
    }
    const draft = parse(parseBoundedJson(body, MAX_DEPTH, MAX_VALUES));
    if (!draft.ok) return errorResponse(draft);
    const model = chooseModel(config.catalogue, draft.value.model, PLAIN_CALLS[path]);
    if (!model.ok) return errorResponse(model);
    const call = { ...draft.value, path, model: model.value };
    return serveCall(services, payerOfApiKey(identity.apiKey), call, request.signal);
  };
}
