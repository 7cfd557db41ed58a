/** Images in a request by their address, and the same as data for a provider that cannot fetch them. Pure. */
import type { ChatMessage, ContentPart } from '../../../shared/chat/messages.ts';
import type { RequestFault } from './failure.ts';
import type { ProviderRequest } from './provider.ts';

/** Each once. */
export function imageUrlsOf(messages: readonly ChatMessage[]): string[] {
  const urls = messages.flatMap(({ content }) =>
    (Array.isArray(content) ? content : []).flatMap((part: ContentPart) =>
      part.type === 'image_url' && !part.image_url.url.startsWith('data:') ? [part.image_url.url] : [],
    ),
  );
  return [...new Set(urls)];
}

/** `data` by address; what is not in it stays. */
export function withImageData(request: ProviderRequest, data: ReadonlyMap<string, string>): ProviderRequest {
  const messages = request.messages.map((message) => {
    if (message.role !== 'user' || !Array.isArray(message.content)) return message;
    return { ...message, content: message.content.map((part) => replaceUrl(part, data)) };
  });
  return { ...request, messages };
}

function replaceUrl(part: ContentPart, data: ReadonlyMap<string, string>): ContentPart {
  if (part.type !== 'image_url') return part;
  const url = data.get(part.image_url.url);
  return url === undefined ? part : { ...part, image_url: { ...part.image_url, url } };
}

/** By its first bytes: a name or a header may say anything. Null for what models do not read. */
export function imageTypeOf(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'image/webp' : null;
}

/** True when the provider could not get the image, or wants it as data: not when it does not read images at all. */
export function isFetchTrouble({ code, detail = '' }: RequestFault): boolean {
  return code === 'invalid_image_url' || FETCH_WORDING.test(detail);
}

/** OpenAI, Gemini, Groq, llama.cpp; Ollama ("invalid image input") and LM Studio ("must be a base64 encoded image") take data alone. */
const FETCH_WORDING =
  /\b(download|fetch|retriev|load)\w*\b.{0,80}\b(image|media|file|content|url)|\b(image|media|url)\b.{0,80}\b(download|fetch|retriev|base64)|\binvalid (image|url)/i;
