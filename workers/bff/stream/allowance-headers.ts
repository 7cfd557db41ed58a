/** What is left, in OpenAI's header names. Pure. */
import type { Allowance } from '../limits/verdict.ts';

export function allowanceHeaders(allowance: Allowance | null, nowMs: number): Record<string, string> {
  if (allowance === null) return {};
  const { calls, tokens } = allowance;
  return {
    'x-ratelimit-limit-requests': String(calls.limit),
    'x-ratelimit-remaining-requests': String(calls.remaining),
    'x-ratelimit-reset-requests': seconds(calls.resetMs - nowMs),
    ...(tokens === null
      ? {}
      : {
          'x-ratelimit-limit-tokens': String(tokens.limit),
          'x-ratelimit-remaining-tokens': String(tokens.remaining),
          'x-ratelimit-reset-tokens': seconds(tokens.resetMs - nowMs),
        }),
  };
}

/** Of an admitted request. What is left is unknown only where Redis did not answer in time, and stricter limits bind. */
export function admittedHeaders(allowance: Allowance | null, nowMs: number): Record<string, string> {
  return allowance === null ? { 'x-ratelimit-degraded': 'true' } : allowanceHeaders(allowance, nowMs);
}

function seconds(ms: number): string {
  return `${Math.max(0, Math.ceil(ms / 1000))}s`;
}
