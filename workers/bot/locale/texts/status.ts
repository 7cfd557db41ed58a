/** What `/status` says. Types alone. */
import type { PartHealth } from '../../../../shared/contract/status.ts';

export interface StatusTexts {
  version: (version: string) => string;
  /** All that is well, in one line. */
  healthy: (parts: string) => string;
  parts: { bot: string; bff: string; redis: string; database: string; llm: string };
  health: Record<PartHealth['state'], string>;
  unknown: string;
  /** Nothing judges questions and answers. */
  unmoderated: string;
  degraded: string;
  bff_silent: string;
  /** `returnsAtSec`: when there are more of them again; null when none is used, or nothing is known. */
  calls: (left: number | null, limit: number, returnsAtSec: number | null) => string;
  guildCalls: (left: number | null, limit: number, returnsAtSec: number | null) => string;
  today: (calls: number, tokens: number, costMicroUsd: number) => string;
  todayUnknown: string;
  /** What is left until 00:00 UTC; null where there is no such budget. The lowest of those that bind the person. */
  budget: (tokensLeft: number | null, microUsdLeft: number | null, returnsAtSec: number) => string;
  /** The same of the whole server. */
  guildBudget: (tokensLeft: number | null, microUsdLeft: number | null, returnsAtSec: number) => string;
  model: (name: string, fallback: string | null) => string;
  circuit: (target: string, state: 'open' | 'half-open', retryAtSec: number | null) => string;
}
