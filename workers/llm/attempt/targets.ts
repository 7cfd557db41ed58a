/** Which models are asked for an answer, in which order. Pure. */
import type { LlmConfig, ProviderConfig } from '../config.ts';

export interface Target {
  provider: ProviderConfig;
  model: string;
}

/** `provider/model`, as circuits and logs name it. */
export function targetName(target: Target): string {
  return `${target.provider.name}/${target.model}`;
}

/**
 * The requested model (or the default one), then the fallback model at the same provider, then the fallback model
 * (or, without one, the same model) at the second provider. Never the same twice.
 */
export function chooseTargets(config: LlmConfig, requestedModel: string | undefined): [Target, ...Target[]] {
  const { provider, fallbackProvider, fallbackModel } = config;
  const first: Target = { provider, model: requestedModel ?? config.defaultModel };
  const others: Target[] = [];
  if (fallbackModel !== undefined) others.push({ provider, model: fallbackModel });
  if (fallbackProvider !== undefined) {
    others.push({ provider: fallbackProvider, model: fallbackModel ?? first.model });
  }
  const targets: [Target, ...Target[]] = [first];
  for (const target of others) {
    if (!targets.some((known) => targetName(known) === targetName(target))) targets.push(target);
  }
  return targets;
}
