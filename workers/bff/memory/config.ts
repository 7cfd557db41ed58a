/** What the operator decides about personal memory. */
import { type Catalogue, findChain, kindOfChain } from '../../../shared/catalogue/catalogue.ts';
import type { VariableReader } from '../../../shared/config/variables.ts';

export interface PersonalMemoryConfig {
  /** A name of the catalogue: the model that learns facts from what is said. */
  model: string;
  /** How long a conversation has paused before. */
  pauseMs: number;
  /** Of one person in a day (UTC), for learning alone; their other budgets hold besides. */
  tokensPerDay: number;
}

const NONE = 'none';

/** Null: only what people want remembered in so many words is. */
export function readPersonalMemory(read: VariableReader, catalogue: Catalogue): PersonalMemoryConfig | null {
  const model = read.text('PERSONAL_MEMORY_MODEL', { fallback: NONE });
  const config = {
    model,
    pauseMs: read.integer('PERSONAL_MEMORY_PAUSE_SEC', { min: 1, max: 3_600, fallback: 90 }) * 1000,
    tokensPerDay: read.integer('PERSONAL_MEMORY_TOKENS_PER_DAY', {
      min: 1,
      max: 10_000_000,
      fallback: 20_000,
    }),
  };
  if (model === NONE) return null;
  const chain = findChain(catalogue, model);
  if (chain !== undefined && kindOfChain(chain) === 'chat') return config;
  read.problem(`PERSONAL_MEMORY_MODEL must be ${NONE}, or a chat model of the catalogue`);
  return null;
}
