/**
 * `GET /v1/models` and `/v1/models/{id}`: what the key of an API client may ask for, in OpenAI's shape. Many of their user interfaces
 * begin with it.
 */
import { type Chain, findChain, kindOfChain, modelsOf } from '../../../shared/catalogue/catalogue.ts';
import { MODELS_PATH } from '../../../shared/contract/routes.ts';
import { findRefusalOf, mayUseModel } from '../access/key-rights.ts';
import { authenticateRequest } from '../access/verified.ts';
import { canonicalPath } from '../http/canonical-path.ts';
import { errorResponse, jsonResponse } from '../reply.ts';
import type { Services } from '../services.ts';

export async function handleModels(request: Request, services: Services): Promise<Response> {
  const authentication = await authenticateRequest(request, services);
  if (!authentication.ok) return errorResponse(authentication);
  const { identity } = authentication;
  const refusal = findRefusalOf(identity, { endpoint: 'models' });
  if (refusal !== null) return errorResponse(refusal);
  const rights = identity.kind === 'client' ? identity.apiKey.settings : {};
  const chains = [...services.config.catalogue.chains].filter(
    ([id, chain]) => mayUseModel(rights, id) && isForClients(chain),
  );
  return jsonResponse({ object: 'list', data: chains.map(([id, chain]) => describe(id, chain)) });
}

export async function handleModel(request: Request, services: Services): Promise<Response> {
  const authentication = await authenticateRequest(request, services);
  if (!authentication.ok) return errorResponse(authentication);
  const id = readId(request);
  const refusal = findRefusalOf(authentication.identity, {
    endpoint: 'models',
    ...(id === null ? {} : { model: id }),
  });
  if (refusal !== null) return errorResponse(refusal);
  const chain = id === null ? undefined : findChain(services.config.catalogue, id);
  if (id === null || chain === undefined || !isForClients(chain))
    return errorResponse({ code: 'model_not_found', param: 'model' });
  return jsonResponse(describe(id, chain));
}

/** Live conversations alone ask the others. */
function isForClients(chain: Chain): boolean {
  return kindOfChain(chain) !== 'realtime';
}

/** A name may hold slashes, encoded or not. */
function readId(request: Request): string | null {
  try {
    return decodeURIComponent(canonicalPath(request.url).slice(MODELS_PATH.length + 1));
  } catch {
    return null;
  }
}

/** Of a chain the first target speaks: it is the one that answers unless it fails. What is not known is left out. */
function describe(id: string, chain: Chain): object {
  const models = modelsOf(chain);
  const [first] = models;
  return {
    id,
    object: 'model',
    created: 0,
    owned_by: models.length === 1 ? first?.provider : 'libra',
    ...(first?.contextTokens === undefined ? {} : { context_window: first.contextTokens }),
    ...(first?.maxCompletionTokens === undefined ? {} : { max_completion_tokens: first.maxCompletionTokens }),
  };
}
