/** What the guard has made of a call: its verdict, and what the caller is told of what is left. Pure. */
import type { ErrorEvidence } from '../../../shared/contract/error-body.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { StoredAnswer } from '../idempotency/stored-answer.ts';

/** What a caller is told of what is left; also what fills the `x-ratelimit-*` headers. */
export interface Allowance {
  calls: { limit: number; remaining: number; resetMs: number };
  /** Of the day, or of the minute for a key with a bound of that; null without a budget, or when it was not asked. */
  tokens: { limit: number; remaining: number; resetMs: number } | null;
}

export type Verdict =
  /**
   * `windowTokens`: what the budgets leave for what was said before, by its upper bound.
   * `degraded`: decided without Redis, by the stricter local limit.
   */
  | { kind: 'admitted'; windowTokens: number; allowance: Allowance | null; degraded: boolean }
  /** No model call is needed: `replay` repeats a finished request, `cache` answers the same question again. */
  | { kind: 'answered'; by: 'replay' | 'cache'; answer: StoredAnswer; allowance: Allowance }
  | { kind: 'running'; what: 'request' | 'question'; allowance: Allowance }
  /** The signature has been used before: outside a vague 401. */
  | { kind: 'replayed' }
  | {
      kind: 'refused';
      code: ErrorCode;
      detail?: string;
      evidence: ErrorEvidence;
      allowance: Allowance | null;
    };

export type Refusal = Extract<Verdict, { kind: 'refused' }>;

export function failureOfRefusal({
  code,
  detail,
  evidence,
}: Pick<Refusal, 'code' | 'detail' | 'evidence'>): Failure {
  return { code, ...(detail === undefined ? {} : { detail }), evidence };
}
