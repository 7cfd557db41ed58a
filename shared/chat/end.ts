/**
 * How an answer ends: one union for every hop. It is true: an answer is whole only when the provider said so in words that
 * the wire knows. Types alone.
 */
import type { Failure } from '../contract/failure.ts';
import type { FinishReason } from './finish.ts';

export type AnswerEnd =
  /** The model has said that it is done; with `length` it had no more room. */
  | { kind: 'whole'; finishReason: Exclude<FinishReason, 'content_filter'> }
  /** A filter took the answer, or the rest of it, away. */
  | { kind: 'blocked' }
  /** Its reader wanted no more: Stop was pressed, or the client went away. */
  | { kind: 'stopped' }
  /** More than is kept of one answer. */
  | { kind: 'too_long' }
  /** With the code `provider_interrupted`: the stream broke off before the answer was whole. */
  | { kind: 'failed'; failure: Failure };
