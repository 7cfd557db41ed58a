/** How long a model may take. Pure. */
import type { LlmConfig } from '../config.ts';
import type { AttemptLimits } from './attempt.ts';

/** A model that thinks is silent for longer before its first token and between two, and is well all the same. */
export function limitsOf(
  model: string,
  config: Pick<LlmConfig, 'firstTokenTimeoutMs' | 'idleTimeoutMs' | 'reasoning'>,
): AttemptLimits {
  const { models, firstTokenTimeoutMs } = config.reasoning;
  if (!models.some((pattern) => matches(pattern, model))) {
    return { firstTokenMs: config.firstTokenTimeoutMs, idleMs: config.idleTimeoutMs };
  }
  return {
    firstTokenMs: Math.max(config.firstTokenTimeoutMs, firstTokenTimeoutMs),
    idleMs: config.idleTimeoutMs,
  };
}

function matches(pattern: string, model: string): boolean {
  const source = pattern.split('*').map((text) => text.replace(/[^\w-]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 'i').test(model);
}
