/** How long a model may take. Pure. */
import { kindOf, type ModelEntry } from '../../../shared/catalogue/catalogue.ts';
import type { LlmConfig } from '../config.ts';
import type { AttemptLimits } from './attempt.ts';

type ThinkingModel = Pick<ModelEntry, 'upstream' | 'abilities'>;
type Reasoning = Pick<LlmConfig, 'reasoning'>;

/** True of a model that may be silent for long before its first token, and is well all the same. */
export function isThinking({ upstream, abilities }: ThinkingModel, { reasoning }: Reasoning): boolean {
  return (
    abilities?.includes('reasoning') === true ||
    reasoning.models.some((pattern) => matches(pattern, upstream))
  );
}

/** What the catalogue says of the model; else by its kind. */
export function limitsOf(
  model: ThinkingModel & Pick<ModelEntry, 'firstTokenMs'>,
  config: Reasoning & Pick<LlmConfig, 'firstTokenTimeoutMs' | 'idleTimeoutMs'>,
): AttemptLimits {
  return { firstTokenMs: model.firstTokenMs ?? firstTokenMsOf(model, config), idleMs: config.idleTimeoutMs };
}

/** Of a call that is no chat. A recording is heard to its end before the first word of it comes. */
export function passthroughLimitsOf(
  model: Pick<ModelEntry, 'firstTokenMs' | 'kind'>,
  {
    firstTokenTimeoutMs,
    idleTimeoutMs,
    reasoning,
  }: Pick<LlmConfig, 'firstTokenTimeoutMs' | 'idleTimeoutMs'> & Reasoning,
): AttemptLimits {
  const hears = kindOf(model) === 'transcription';
  const firstTokenMs = hears
    ? Math.max(firstTokenTimeoutMs, reasoning.firstTokenTimeoutMs)
    : firstTokenTimeoutMs;
  return { firstTokenMs: model.firstTokenMs ?? firstTokenMs, idleMs: idleTimeoutMs };
}

function firstTokenMsOf(
  model: ThinkingModel,
  config: Reasoning & Pick<LlmConfig, 'firstTokenTimeoutMs'>,
): number {
  if (!isThinking(model, config)) return config.firstTokenTimeoutMs;
  return Math.max(config.firstTokenTimeoutMs, config.reasoning.firstTokenTimeoutMs);
}

/** An operator names few, and each call of a model asks them all. */
const expressions = new Map<string, RegExp>();

function matches(pattern: string, model: string): boolean {
  const expression = expressions.get(pattern) ?? toExpression(pattern);
  expressions.set(pattern, expression);
  return expression.test(model);
}

function toExpression(pattern: string): RegExp {
  const source = pattern.split('*').map((text) => text.replace(/[^\w-]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 'i');
}
