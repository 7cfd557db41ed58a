/** What an option for a model offers while it is typed. */
import type { Choice } from '../discord/respond.ts';
import type { InteractionContext } from '../services.ts';
import { matchingModels } from './find.ts';
import { hintOf } from './hint.ts';
import { offeredModels } from './offered.ts';

const MAX_CHARS = 100;

/** No model when they are not known; what is typed is judged when it is sent. `none`: what takes a choice back. */
export async function completeModel(
  context: InteractionContext,
  typed: string,
  none?: string,
): Promise<Choice[]> {
  const offer = await offeredModels(context);
  const back =
    none === undefined || !none.includes(typed.trim().toLowerCase()) ? [] : [{ name: none, value: none }];
  if (offer === null) return back;
  const models = matchingModels(offer.models, typed).map((model) => {
    const hint = hintOf(model, offer, context.texts);
    const label = hint === '' ? model.name : `${model.name} · ${hint}`;
    return { name: label.length <= MAX_CHARS ? label : model.name, value: model.name };
  });
  return [...back, ...models];
}
