/** What the catalogue says that the targets of a name can do. Pure. */
import {
  type Ability,
  type Catalogue,
  findChain,
  type ModelEntry,
  modelsOf,
} from '../../../../shared/catalogue/catalogue.ts';
import { DEFAULT_COMPLETION_TOKENS, DEFAULT_WINDOW_TOKENS } from '../../../../shared/limits.ts';
import { ANY_MODEL, type ModelAbilities } from './abilities.ts';

/** Of every target that may answer; the default's where no model is named. A name that nothing answers to is refused elsewhere. */
export function abilitiesOf(catalogue: Catalogue, model: string | undefined): readonly ModelAbilities[] {
  const targets = modelsOf(findChain(catalogue, model ?? catalogue.defaultName) ?? []);
  return targets.length === 0 ? [ANY_MODEL] : targets.map(toAbilities);
}

/** What the catalogue does not say is the provider's to judge. */
function toAbilities({
  abilities,
  contextTokens,
  maxCompletionTokens,
  refusedFields,
}: ModelEntry): ModelAbilities {
  const can = (ability: Ability) => abilities?.includes(ability) ?? true;
  return {
    ...ANY_MODEL,
    windowTokens: contextTokens ?? DEFAULT_WINDOW_TOKENS,
    // An answer is never longer than the window that it shares with its prompt.
    maxCompletionTokens: maxCompletionTokens ?? contextTokens ?? DEFAULT_COMPLETION_TOKENS,
    tools: can('tools'),
    jsonSchema: can('json_schema'),
    images: can('vision'),
    audioInput: can('audio'),
    audioOutput: can('audio'),
    refusedFields: can('reasoning') ? refusedFields : [...refusedFields, 'reasoning_effort'],
  };
}
