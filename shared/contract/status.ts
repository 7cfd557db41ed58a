import type { Caller } from './caller.ts';

export interface StatusRequest {
  libra: { caller: Caller };
}

/** `slow` means: no answer within the probe's own deadline. */
export interface PartHealth {
  state: 'ok' | 'down' | 'slow';
  /** Milliseconds that the probe took. */
  latency_ms: number;
}

export interface CircuitStatus {
  /** `provider/model`. */
  target: string;
  state: 'closed' | 'open' | 'half-open';
  /** Unix milliseconds when an open circuit lets a probe through. */
  retry_at_ms?: number;
}

export interface LlmStatus {
  version: string;
  default_model: string;
  fallback_model: string | null;
  circuits: CircuitStatus[];
}

/** A limit of 0 means there is none. */
export interface BudgetStatus {
  tokens_limit: number;
  tokens_spent: number;
  micro_usd_limit: number;
  micro_usd_spent: number;
}

export interface BffStatus {
  version: string;
  parts: { redis: PartHealth; database: PartHealth; llm: PartHealth };
  /** True when Redis is out of reach and stricter local limits apply. */
  degraded: boolean;
  /** Model calls left in the current minute; null when unknown (Redis is down). Of the caller, the lower of the operator's and the server's. */
  calls: {
    user_limit: number;
    user_remaining: number | null;
    guild_limit: number | null;
    guild_remaining: number | null;
  };
  /** The caller's budget until 00:00 UTC; null when unknown (Redis is down). */
  budget?: BudgetStatus | null;
  /** What the server allows the caller's roles; null: nothing of the kind, or unknown. */
  member_budget?: BudgetStatus | null;
  /** Of the whole server, as its settings and the operator bound it; null: outside servers, or unknown. */
  guild_budget?: BudgetStatus | null;
  /** The caller's use since 00:00 UTC; null when the database is down. */
  today: { calls: number; total_tokens: number; cost_micro_usd: number } | null;
  /** False: nobody judges questions and answers here. Absent: not known. */
  moderated?: boolean;
  llm: LlmStatus | null;
}
