/**
 * What a provider wants back with a call (Gemini: the signature of its thoughts) has no place in an item of a call. It travels in
 * the field that clients of Responses hand back unread, of a reasoning item before the call. Pure.
 */
import { isRecord, type JsonRecord, parseBoundedJson } from '../../../shared/json.ts';

export function sealExtra(extra: JsonRecord): string {
  return JSON.stringify({ extra_content: extra });
}

/** Undefined for anything else, as for what OpenAI has encrypted. */
export function openExtra(encrypted: unknown): JsonRecord | undefined {
  const sealed = typeof encrypted === 'string' ? parseBoundedJson(encrypted) : undefined;
  return isRecord(sealed) && isRecord(sealed.extra_content) ? sealed.extra_content : undefined;
}
