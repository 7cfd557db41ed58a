/** How long a model may take. Pure. */
import type { LlmConfig } from '../config.ts';
import type { AttemptLimits } from './attempt.ts';

type Reasoning = Pick<LlmConfig, 'reasoning'>;

export function isThinking(model: string, { reasoning }: Reasoning): boolean {
  return reasoning.models.some((pattern) => matches(pattern, model));
}

/** A model that thinks is silent for longer before its first token and between two, and is well all the same. */
export function limitsOf(
  model: string,
  config: Reasoning & Pick<LlmConfig, 'firstTokenTimeoutMs' | 'idleTimeoutMs'>,
): AttemptLimits {
  if (!isThinking(model, config)) {
    return { firstTokenMs: config.firstTokenTimeoutMs, idleMs: config.idleTimeoutMs };
  }
  return {
    firstTokenMs: Math.max(config.firstTokenTimeoutMs, config.reasoning.firstTokenTimeoutMs),
    idleMs: config.idleTimeoutMs,
  };
}

function matches(pattern: string, model: string): boolean {
  const source = pattern.split('*').map((text) => text.replace(/[^\w-]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 'i').test(model);
}
