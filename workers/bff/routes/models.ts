/** `GET /v1/models`: what an API client may ask for, in OpenAI's shape. Many of their user interfaces begin with it. */
import { authenticateRequest } from '../access/verified.ts';
import { PRICED_MODELS } from '../limits/prices.ts';
import { errorResponse, jsonResponse } from '../reply.ts';
import type { Services } from '../services.ts';

export async function handleModels(request: Request, services: Services): Promise<Response> {
  const authentication = await authenticateRequest(request, services);
  if (!authentication.ok) return errorResponse(authentication);
  return jsonResponse({ object: 'list', data: modelsOf(services).map(describe) });
}

/** One of them by its name, which may hold slashes. */
export async function handleModel(request: Request, services: Services, id: string): Promise<Response> {
  const authentication = await authenticateRequest(request, services);
  if (!authentication.ok) return errorResponse(authentication);
  if (modelsOf(services).includes(id)) return jsonResponse(describe(id));
  return errorResponse({ code: 'not_found', param: 'model', detail: 'There is no such model here.' });
}

/** The default first: user interfaces choose what comes first. */
function modelsOf({ config: { defaultModel } }: Services): string[] {
  return [defaultModel, ...PRICED_MODELS.filter((model) => model !== defaultModel)];
}

function describe(id: string): object {
  return { id, object: 'model', created: 0, owned_by: 'libra' };
}
