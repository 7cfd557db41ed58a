/**
 * Reads a chat request as far as this Worker needs to understand it; the bff has validated the rest and the provider
 * judges it anyway. Pure.
 */
import type { ChatCompletionRequest, StreamOptions } from '../../../shared/chat/completions.ts';
import { isRecord, type JsonRecord, parseBoundedJson } from '../../../shared/json.ts';

export type ParsedChatRequest =
  | {
      ok: true;
      /** Absent: the default model. */
      model?: string;
      /** Milliseconds that the caller still has; absent: none stated. */
      timeoutMs?: number;
      /** In which windows the reader takes the text, in milliseconds; absent: not stated. */
      paceMs?: number;
      /** True when nothing of Libra's may stand in a chunk. */
      isBare: boolean;
      streamOptions: StreamOptions;
      /** The bff shortens a prompt that is too long before a model with a larger window is asked. */
      tellsOverflow?: true;
      /** The fields of it that the bff added. */
      ownFields: readonly string[];
      /** Images at Discord's CDN may be sent as data. */
      mayInlineImages?: true;
      /** The live conversation that it belongs to. */
      line?: { name: string; heardMs: number | null };
      /** The rest of the body as it came, without what is Libra's own. */
      passed: Omit<ChatCompletionRequest, 'model' | 'stream' | 'stream_options' | 'libra'>;
    }
  /** `param` names the field at fault; absent when the body is no JSON object at all. */
  | { ok: false; param?: string };

const MODEL_PATTERN = /^[\w.:/@-]{1,100}$/;
const LINE_PATTERN = /^[\w.-]{1,150}$/;

export function parseChatRequest(body: Uint8Array): ParsedChatRequest {
  const value = parseObject(body);
  if (value === undefined) return { ok: false };
  const { model, stream, stream_options: streamOptions, libra, ...passed } = value;
  if (model !== undefined && !(typeof model === 'string' && MODEL_PATTERN.test(model))) {
    return { ok: false, param: 'model' };
  }
  // The bff asks for a stream whatever its own client wants: the time limits hold for tokens.
  if (stream !== true) return { ok: false, param: 'stream' };
  const { messages } = passed;
  if (!Array.isArray(messages) || messages.length === 0 || !messages.every(isRecord)) {
    return { ok: false, param: 'messages' };
  }
  if (streamOptions !== undefined && !isRecord(streamOptions)) return { ok: false, param: 'stream_options' };
  if (libra !== undefined && !isRecord(libra)) return { ok: false, param: 'libra' };
  const timeoutMs = libra?.timeout_ms;
  if (timeoutMs !== undefined && !(typeof timeoutMs === 'number' && timeoutMs > 0)) {
    return { ok: false, param: 'libra.timeout_ms' };
  }
  const paceMs = libra?.pace_ms;
  if (paceMs !== undefined && !(typeof paceMs === 'number' && paceMs >= 0)) {
    return { ok: false, param: 'libra.pace_ms' };
  }
  const onOverflow = libra?.on_overflow;
  if (onOverflow !== undefined && onOverflow !== 'tell' && onOverflow !== 'move') {
    return { ok: false, param: 'libra.on_overflow' };
  }
  const line = libra?.line;
  if (line !== undefined && !(typeof line === 'string' && LINE_PATTERN.test(line))) {
    return { ok: false, param: 'libra.line' };
  }
  const heardMs = libra?.heard_ms;
  if (heardMs !== undefined && !(typeof heardMs === 'number' && heardMs >= 0)) {
    return { ok: false, param: 'libra.heard_ms' };
  }
  const ownFields = libra?.own_fields ?? [];
  if (!Array.isArray(ownFields) || !ownFields.every((field) => typeof field === 'string')) {
    return { ok: false, param: 'libra.own_fields' };
  }
  return {
    ok: true,
    ownFields,
    ...(libra?.inline_images === true ? { mayInlineImages: true } : {}),
    isBare: libra?.bare === true,
    streamOptions: streamOptions ?? {},
    ...(onOverflow === 'tell' ? { tellsOverflow: true } : {}),
    ...(typeof line === 'string' ? { line: { name: line, heardMs: heardMs ?? null } } : {}),
    ...(typeof model === 'string' ? { model } : {}),
    ...(typeof paceMs === 'number' ? { paceMs } : {}),
    ...(typeof timeoutMs === 'number' ? { timeoutMs } : {}),
    passed: passed as Omit<ChatCompletionRequest, 'libra'>,
  };
}

/** A JSON object out of UTF-8 bytes; undefined for anything else. */
export function parseObject(body: Uint8Array): JsonRecord | undefined {
  const value = parseBoundedJson(body);
  return isRecord(value) ? value : undefined;
}
