/**
 * Passthrough calls: those that are no chat. The request's body is the provider's own, and its answer, in one piece or as a stream
 * of bytes, is passed on as it comes. What llm has to know of one travels in the query, which the signature covers; the model is
 * left out of the body, since llm puts in the provider's name for it. Pure.
 */
import type { ModelKind } from '../catalogue/catalogue.ts';

/** By path, the kind of model that is asked. The paths are OpenAI's, at bff, llm and provider alike. */
export const PASSTHROUGH_CALLS = {
  '/v1/embeddings': 'embedding',
  '/v1/moderations': 'moderation',
  '/v1/audio/speech': 'speech',
  '/v1/audio/transcriptions': 'transcription',
  '/v1/audio/translations': 'transcription',
} as const satisfies Record<string, ModelKind>;
export type PassthroughPath = keyof typeof PASSTHROUGH_CALLS;

/** What a provider's answer has to be. */
export const ANSWER_FORMS = ['json', 'text', 'audio', 'events'] as const;
export type AnswerForm = (typeof ANSWER_FORMS)[number];

export interface PassthroughHead {
  /** A name of the catalogue. */
  model: string;
  /** Milliseconds that its sender still has. */
  timeoutMs: number;
  answers: AnswerForm;
  /** The names of the request's fields: a model may refuse one. */
  fields: readonly string[];
}

/** On the answer of llm: who answered. The bff takes them off. */
export const ANSWERED_BY_HEADER = 'x-libra-model';
export const PROVIDED_BY_HEADER = 'x-libra-provider';
/** `1` when another model was asked first. */
export const FALLBACK_HEADER = 'x-libra-fallback';

/** With its question mark. */
export function formatPassthroughHead({ model, timeoutMs, answers, fields }: PassthroughHead): string {
  const query = new URLSearchParams({ model, timeout_ms: String(timeoutMs), answers });
  if (fields.length > 0) query.set('fields', fields.join(','));
  return `?${query}`;
}

/** Undefined for anything that `formatPassthroughHead` does not write. */
export function parsePassthroughHead(query: URLSearchParams): PassthroughHead | undefined {
  const model = query.get('model');
  const timeoutMs = Number(query.get('timeout_ms'));
  const answers = ANSWER_FORMS.find((form) => form === query.get('answers'));
  const fields = query.get('fields');
  if (model === null || answers === undefined) return undefined;
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs <= 0) return undefined;
  return { model, timeoutMs, answers, fields: fields === null ? [] : fields.split(',') };
}
