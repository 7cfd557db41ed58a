/** A passthrough call with a body of JSON: authenticate → check → guard → llm. */
import { firstNameOf } from '../../../shared/catalogue/catalogue.ts';
import { PASSTHROUGH_CALLS, type PassthroughPath } from '../../../shared/contract/passthrough.ts';
import { isRecord } from '../../../shared/json.ts';
import { authenticateRequest } from '../access/verified.ts';
import { findTypeFault } from '../http/content-type.ts';
import { readJson } from '../http/read-json.ts';
import type { DraftCall } from '../passthrough/calls.ts';
import { serveCall } from '../passthrough/serve.ts';
import { payerOf } from '../passthrough/talk-payer.ts';
import { errorResponse } from '../reply.ts';
import { chooseModel } from '../request/models/find-model.ts';
import type { Validated } from '../request/validate.ts';
import type { Services } from '../services.ts';

/** The tokens of the largest request for embeddings (300,000), and what stands around them. */
const MAX_VALUES = 320_000;
const MAX_DEPTH = 8;

export function handleJson(path: PassthroughPath, parse: (body: unknown) => Validated<DraftCall>) {
  return async (request: Request, services: Services): Promise<Response> => {
    const { config } = services;
    const authentication = await authenticateRequest(request, services, config.apiMaxBodyBytes);
    if (!authentication.ok) return errorResponse(authentication);
    const { identity, body } = authentication;
    const isTalk = identity.kind === 'bot' && identity.signer === 'voice' && path === '/v1/audio/speech';
    if (identity.kind === 'bot' && !isTalk) return errorResponse({ code: 'forbidden' });
    const typeFault = findTypeFault(request.headers);
    if (typeFault !== null) return errorResponse(typeFault);
    const read = readJson(body, MAX_DEPTH, MAX_VALUES);
    if (!read.ok) return errorResponse(read);
    const { libra, input } = readBody(read.value, config, isTalk);
    const draft = parse(input);
    if (!draft.ok) return errorResponse(draft);
    const model = chooseModel(config.catalogue, draft.value.model, PASSTHROUGH_CALLS[path]);
    if (!model.ok) return errorResponse(model);
    const call = { ...draft.value, path, model: model.value };
    const payer = await payerOf(services, identity, libra);
    if (!payer.ok) return errorResponse(payer);
    return serveCall(services, payer.value, call, request.signal);
  };
}

/** A live conversation says whose the call is, and leaves the model to the catalogue. */
function readBody(
  body: unknown,
  { catalogue }: Pick<Services['config'], 'catalogue'>,
  isTalk: boolean,
): { input: unknown; libra?: unknown } {
  if (!isTalk || !isRecord(body)) return { input: body };
  const { libra, ...input } = body;
  return { input: { model: firstNameOf(catalogue, 'speech'), ...input }, libra };
}
