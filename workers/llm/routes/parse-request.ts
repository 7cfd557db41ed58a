/**
 * Reads a chat request as far as this Worker needs to understand it; the bff has validated the rest and the provider
 * judges it anyway. Pure.
 */
import type { ChatCompletionRequest } from '../../../shared/chat/completions.ts';

export type ParsedChatRequest =
  | {
      ok: true;
      /** Absent: the default model. */
      model?: string;
      stream: boolean;
      /** The caller relays the stream and ends it himself. */
      relayed: boolean;
      /** Milliseconds that the caller still has; absent: none stated. */
      timeoutMs?: number;
      /** The rest of the body as it came, without what is Libra's own. */
      passed: Omit<ChatCompletionRequest, 'model' | 'stream' | 'stream_options' | 'libra'>;
    }
  /** `param` names the field at fault; absent when the body is no JSON object at all. */
  | { ok: false; param?: string };

const MODEL_PATTERN = /^[\w.:/@-]{1,100}$/;

export function parseChatRequest(body: Uint8Array): ParsedChatRequest {
  const value = parseObject(body);
  if (value === undefined) return { ok: false };
  const { model, stream, stream_options: _, libra, ...passed } = value;
  if (model !== undefined && !(typeof model === 'string' && MODEL_PATTERN.test(model))) {
    return { ok: false, param: 'model' };
  }
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean')
    return { ok: false, param: 'stream' };
  const { messages } = passed;
  if (!Array.isArray(messages) || messages.length === 0 || !messages.every(isRecord)) {
    return { ok: false, param: 'messages' };
  }
  if (libra !== undefined && !isRecord(libra)) return { ok: false, param: 'libra' };
  const timeoutMs = libra?.timeout_ms;
  if (timeoutMs !== undefined && !(typeof timeoutMs === 'number' && timeoutMs > 0)) {
    return { ok: false, param: 'libra.timeout_ms' };
  }
  return {
    ok: true,
    ...(typeof model === 'string' ? { model } : {}),
    stream: stream === true,
    relayed: libra?.relayed === true,
    ...(typeof timeoutMs === 'number' ? { timeoutMs } : {}),
    passed: passed as Omit<ChatCompletionRequest, 'libra'>,
  };
}

/** A JSON object out of UTF-8 bytes; undefined for anything else. */
export function parseObject(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body),
    );
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
