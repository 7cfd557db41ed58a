/** Which models are asked for an answer, in which order, and with which key. Pure. */
import { type Catalogue, findChain, type ModelEntry, modelsOf } from '../../../shared/catalogue/catalogue.ts';
import { type ChainTarget, orderTargets } from '../../../shared/catalogue/move.ts';
import type { LlmConfig, ProviderConfig } from '../config.ts';
import type { Failure } from '../provider/failure.ts';

export interface Target extends ChainTarget {
  provider: ProviderConfig;
}

/** `provider/model`, as circuits and logs name it. */
export function targetName({ model }: { model: ModelEntry }): string {
  return `${model.provider}/${model.name}`;
}

/** The model that circuits and logs name so; undefined for one that the catalogue does not have. */
export function findTarget(catalogue: Catalogue, name: string): ModelEntry | undefined {
  const [provider] = name.split('/', 1);
  const model = name.slice(`${provider}/`.length);
  const isMeant = (each: ModelEntry) => each.provider === provider && each.name === model;
  return catalogue.models.find(isMeant) ?? modelsOf(findChain(catalogue, model) ?? []).find(isMeant);
}

/** The chain of the requested model or alias, or of the default one. Empty for a name that nothing answers to. */
export function chooseTargets(
  { catalogue, providers }: Pick<LlmConfig, 'catalogue' | 'providers'>,
  requested: string | undefined,
  random: () => number,
): Target[] {
  const chain = findChain(catalogue, requested ?? catalogue.defaultName);
  return orderTargets(chain ?? [], random).flatMap((target) => {
    const provider = providers.get(target.model.provider);
    return provider === undefined ? [] : [{ ...target, provider }];
  });
}

/** Those of a chain that nothing stands against. `reported`: where there is none, what stands against the first. */
export function findFitting(
  chain: readonly Target[],
  findFault: (model: ModelEntry) => Failure | undefined,
): { targets: readonly Target[]; reported: Failure | undefined } {
  const targets = chain.filter(({ model }) => findFault(model) === undefined);
  const [first] = chain;
  return {
    targets,
    reported: targets.length === 0 && first !== undefined ? findFault(first.model) : undefined,
  };
}
