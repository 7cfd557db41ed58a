/** The models of the catalogue that a person may choose from in a server. Pure. */
import { type Catalogue, kindOfChain, modelsOf } from '../../../../shared/catalogue/catalogue.ts';
import type { OfferedModel, OfferedModels } from '../../../../shared/contract/offered-models.ts';
import { defaultModelOf, type EffectiveSettings } from '../../../../shared/settings/effective.ts';

/** `settings`: of the server, without what a channel or a person has chosen. */
export function offerModels(
  { chains, defaultName }: Catalogue,
  settings: Pick<EffectiveSettings, 'model' | 'allowedModels'>,
): OfferedModels {
  const { allowedModels } = settings;
  const models = [...chains].flatMap(([name, chain]): OfferedModel[] => {
    const [first] = modelsOf(chain);
    if (first === undefined || kindOfChain(chain) !== 'chat') return [];
    if (allowedModels !== null && !allowedModels.includes(name)) return [];
    const { price, abilities } = first;
    return [
      {
        name,
        ...(price === undefined ? {} : { price: { prompt: price.prompt, completion: price.completion } }),
        ...(abilities === undefined
          ? {}
          : { vision: abilities.includes('vision'), reasoning: abilities.includes('reasoning') }),
      },
    ];
  });
  return { default: defaultModelOf(settings, defaultName), models };
}
