import { askModel } from '../commands/ask.ts';
import type { ComponentInteraction } from '../discord/parse.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import type { ExampleButton } from '../message/custom-id.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';

/** Asks what the button says, as /chat would. The button names nobody: it is asked and paid for by the person who pressed. */
export async function askExample(
  context: InteractionContext<ComponentInteraction>,
  { index }: ExampleButton,
): Promise<InteractionCallback> {
  const question = context.texts.examples[index];
  return question === undefined
    ? refuse(context.texts, 'unknown_button')
    : askModel(context, { kind: 'answer', prompt: question }, { isPrivate: false });
}
