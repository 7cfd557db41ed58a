/** `POST /v1/responses`, from API clients: the bot speaks chat completions. */
import { abilitiesOf } from '../request/models/model-abilities.ts';
import { parseResponsesRequest } from '../responses/accept.ts';
import type { Services } from '../services.ts';
import { createResponsesFormat } from '../stream/responses-format.ts';
import { serveAnswer } from './answer.ts';

export function handleResponses(request: Request, services: Services): Promise<Response> {
  const { config, now } = services;
  return serveAnswer(request, services, 'responses', (body, kind) => {
    if (kind === 'bot') return { ok: false, code: 'forbidden' };
    const parsed = parseResponsesRequest(body, (model) => abilitiesOf(config.catalogue, model));
    if (!parsed.ok) return parsed;
    const format = createResponsesFormat({
      accepted: parsed.value,
      defaultModel: config.catalogue.defaultName,
      now,
    });
    return { ok: true, value: { chat: parsed.value.chat, format } };
  });
}
