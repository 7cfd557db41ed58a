/** What the ledger says: sums by day, model, provider, server, person or key. */

export const FIGURES_BY = ['model', 'provider', 'guild', 'user', 'key'] as const;
export type FiguresBy = (typeof FIGURES_BY)[number];

export interface Sums {
  /** Calls of models that have ended. */
  calls: number;
  /** Those that gave no whole answer, but for those whose reader left. */
  errors: number;
  /** Answered by another target than the first. */
  fallbacks: number;
  /** Answers that a cache saved a call for; they are in `calls`. */
  cached: number;
  prompt_tokens: number;
  /** Those of the prompt that the provider had in its cache. */
  cached_tokens: number;
  completion_tokens: number;
  cost_micro_usd: number;
  /** Milliseconds, to within the bounds of shared/metrics/latency.ts; null where there was no text. */
  first_token_p50_ms: number | null;
  first_token_p95_ms: number | null;
}

export interface NamedSums extends Sums {
  /** A model, a provider, a server's id or `dm`, a person's pseudonym, a key's id. */
  name: string;
  /** Of a key: what it is called. */
  label?: string;
}

export interface SumsOfTime extends Sums {
  /** ISO 8601: the beginning of the hour or the day, in UTC. */
  start: string;
}

export interface FiguresRequest {
  /** Whole days in UTC, today included. */
  days: number;
  /** Absent: no list of names. */
  by?: FiguresBy;
}

export const MAX_FIGURE_DAYS = 92;
/** Up to so many days the series is by the hour. */
export const MAX_HOURLY_DAYS = 2;
export const MAX_FIGURE_NAMES = 50;

export interface FiguresResponse {
  step: 'hour' | 'day';
  total: Sums;
  /** Without those in which nothing happened. */
  series: SumsOfTime[];
  /** Those that cost most first, at most `MAX_FIGURE_NAMES`. */
  names: NamedSums[];
}
