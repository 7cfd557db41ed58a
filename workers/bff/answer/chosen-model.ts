/** Which model a person's question asks. Pure. */
import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { defaultModelOf, type EffectiveSettings } from '../../../shared/settings/effective.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';

/** Undefined: the operator's default. */
export function chosenModel(
  { defaultName }: Pick<Catalogue, 'defaultName'>,
  { model }: Pick<AcceptedChat, 'model'>,
  settings: Pick<EffectiveSettings, 'model' | 'allowedModels'>,
): string | undefined {
  const chosen = model ?? defaultModelOf(settings, defaultName);
  return model === undefined && chosen === defaultName ? undefined : chosen;
}
