/** Tokens as a provider counted them. Pure. */
import { isRecord } from '../json.ts';
import { DEFAULT_COMPLETION_TOKENS } from '../limits.ts';

export interface Usage {
  prompt_tokens: number;
  /** With everything that the model wrote: text, tool calls, reasoning. */
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details?: Partial<Record<(typeof PROMPT_DETAILS)[number], number>>;
  completion_tokens_details?: Partial<Record<(typeof COMPLETION_DETAILS)[number], number>>;
}

const PROMPT_DETAILS = ['cached_tokens', 'cache_write_tokens', 'image_tokens', 'audio_tokens'] as const;
const COMPLETION_DETAILS = [
  'reasoning_tokens',
  'audio_tokens',
  'accepted_prediction_tokens',
  'rejected_prediction_tokens',
] as const;

/** More than any model reads or writes in one call is nonsense: an estimate is nearer to the truth. */
export const MAX_COUNT = 2_097_152;

/**
 * Undefined for anything but two counts, and for two of nothing: no call uses none. What only `total_tokens` tells of was
 * reasoning, and counts as completion, unless it is more than a model writes.
 */
export function parseUsage(value: unknown): Usage | undefined {
  if (!isRecord(value)) return undefined;
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = value;
  if (!isCount(prompt) || !isCount(completion)) return undefined;
  if (prompt + completion === 0) return undefined;
  const rest = isCount(total) ? total - prompt - completion : 0;
  const hidden = rest > 0 && rest <= DEFAULT_COMPLETION_TOKENS ? rest : 0;
  const promptDetails = pickCounts(value.prompt_tokens_details, PROMPT_DETAILS);
  const completionDetails = pickCounts(value.completion_tokens_details, COMPLETION_DETAILS);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion + hidden,
    total_tokens: prompt + completion + hidden,
    ...(promptDetails === undefined ? {} : { prompt_tokens_details: promptDetails }),
    ...(completionDetails === undefined ? {} : { completion_tokens_details: completionDetails }),
  };
}

/** Of two calls together; null when one of them was not counted. */
export function addUsage(one: Usage | null, other: Usage | null): Usage | null {
  if (one === null || other === null) return null;
  const prompt = addCounts(PROMPT_DETAILS, one.prompt_tokens_details, other.prompt_tokens_details);
  const completion = addCounts(
    COMPLETION_DETAILS,
    one.completion_tokens_details,
    other.completion_tokens_details,
  );
  return {
    prompt_tokens: one.prompt_tokens + other.prompt_tokens,
    completion_tokens: one.completion_tokens + other.completion_tokens,
    total_tokens: one.total_tokens + other.total_tokens,
    ...(prompt === undefined ? {} : { prompt_tokens_details: prompt }),
    ...(completion === undefined ? {} : { completion_tokens_details: completion }),
  };
}

function addCounts<Name extends string>(
  names: readonly Name[],
  one: Partial<Record<Name, number>> | undefined,
  other: Partial<Record<Name, number>> | undefined,
): Partial<Record<Name, number>> | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const counts: Partial<Record<Name, number>> = {};
  for (const name of names) {
    if (name in one || name in other) counts[name] = (one[name] ?? 0) + (other[name] ?? 0);
  }
  return counts;
}

function pickCounts<Name extends string>(
  value: unknown,
  names: readonly Name[],
): Partial<Record<Name, number>> | undefined {
  if (!isRecord(value)) return undefined;
  const counts: Partial<Record<Name, number>> = {};
  for (const name of names) {
    const count = value[name];
    if (isCount(count)) counts[name] = count;
  }
  return Object.keys(counts).length === 0 ? undefined : counts;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_COUNT;
}
