/** OpenAI's error shape, so that any OpenAI client raises its own error classes. `libra` carries evidence for the bot. */
import { type ErrorCode, errorKind } from '../errors.ts';
import type { Category } from '../moderation/categories.ts';

export interface ErrorBody {
  error: {
    message: string;
    type: string;
    code: ErrorCode;
    param: string | null;
    libra?: ErrorEvidence;
  };
}

export interface ErrorEvidence {
  /** Whole seconds after which the same request may succeed. */
  retry_after_sec?: number;
  /** Unix seconds when the limit that refused ends. */
  resets_at?: number;
  /** The limit's size: calls, or for a budget what `limit_unit` says. */
  limit?: number;
  /** A budget has two limits under one code. */
  limit_unit?: 'tokens' | 'micro_usd';
  /** A model of the catalogue that can do what the one that was asked cannot. */
  model?: string;
  /** What moderation has found, in the question or in the answer to it. */
  categories?: Category[];
  side?: ModeratedSide;
  /** The name of the attached file at fault. Only within the bot. */
  file?: string;
}

/** What was judged. */
export type ModeratedSide = 'question' | 'answer';

/** Builds the body for `code`. The message is the code's public one: no internal text ever passes through here. */
export function createErrorBody(
  code: ErrorCode,
  options: { param?: string; detail?: string; evidence?: ErrorEvidence } = {},
): ErrorBody {
  const kind = errorKind(code);
  return {
    error: {
      message: options.detail ?? kind.message,
      type: kind.type,
      code,
      param: options.param ?? null,
      ...(options.evidence === undefined ? {} : { libra: options.evidence }),
    },
  };
}

/** True when a parsed frame or body is an error in OpenAI's shape. */
export function isErrorBody(value: unknown): value is { error: { message?: unknown; code?: unknown } } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'error' in value &&
    typeof value.error === 'object' &&
    value.error !== null
  );
}
