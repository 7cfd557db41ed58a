/** `GET /v1/models`: what an API client may ask for, in OpenAI's shape. Many of their user interfaces begin with it. */

import { authenticateRequest } from '../access/verified.ts';
import { PRICED_MODELS } from '../limits/prices.ts';
import { errorResponse, jsonResponse } from '../reply.ts';
import type { Services } from '../services.ts';

export async function handleModels(request: Request, services: Services): Promise<Response> {
  const authentication = await authenticateRequest(request, services);
  if (!authentication.ok) return errorResponse(authentication);
  const { defaultModel } = services.config;
  // The default first: user interfaces choose what comes first.
  const ids = [defaultModel, ...PRICED_MODELS.filter((model) => model !== defaultModel)];
  return jsonResponse({
    object: 'list',
    data: ids.map((id) => ({ id, object: 'model', created: 0, owned_by: 'libra' })),
  });
}
