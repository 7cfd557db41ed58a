/** `POST /v1/chat/completions`, from the bot and from API clients. */
import { parseChatRequest } from '../request/chat-request.ts';
import { abilitiesOf } from '../request/models/model-abilities.ts';
import type { Services } from '../services.ts';
import { createChatFormat } from '../stream/chat-format.ts';
import { serveAnswer } from './answer.ts';

export function handleChat(request: Request, services: Services): Promise<Response> {
  const { config, now } = services;
  return serveAnswer(request, services, 'chat', (body, kind) => {
    const parsed = parseChatRequest(body, kind, (model) => abilitiesOf(config.catalogue, model));
    if (!parsed.ok) return parsed;
    const chat = parsed.value;
    const shows = {
      usage: kind === 'bot' || chat.streamOptions.include_usage === true,
      libra: chat.wantsLibra,
    };
    return {
      ok: true,
      value: { chat, format: createChatFormat({ shows, now, hidesCalls: chat.libraTools !== undefined }) },
    };
  });
}
