/** Presses on the controls of personal memory. Whatever a control says, what is read and forgotten is the presser's own. */
import type { ComponentInteraction } from '../discord/parse.ts';
import { ephemeral, type InteractionCallback, update } from '../discord/respond.ts';
import { type MemoryControl, parseMemoryId } from '../message/memory-id.ts';
import { viewMemory, viewUsed } from '../message/memory-page.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { forgetFacts, tellChoice, tellForgotten } from './answer.ts';
import { refuseMemory } from './remember.ts';

type PressContext = InteractionContext<ComponentInteraction>;

/** Null: it is none of these controls. */
export function answerMemoryPress(context: PressContext): Promise<InteractionCallback> | null {
  const control = parseMemoryId(context.interaction.customId);
  return control === null ? null : answer(context, control);
}

async function answer(context: PressContext, control: MemoryControl): Promise<InteractionCallback> {
  const { caller, texts, services } = context;
  // The button under an answer in a channel is seen by others, too.
  if (control.requesterId !== caller.user_id) {
    services.log.info('press.refused', { action: `memory.${control.action}` });
    return refuse(texts, 'answer_forbidden');
  }
  switch (control.action) {
    case 'agree':
      return agree(context, control.where);
    case 'page':
      return showPage(context, control.page);
    case 'forget':
      return forgetChosen(context, control.page);
    case 'used':
      return showUsed(context, control.facts);
    case 'unuse':
      return forgetUsed(context, control);
  }
}

async function agree(context: PressContext, where: 'here' | 'everywhere'): Promise<InteractionCallback> {
  const choice = { choice: 'on', where } as const;
  const reply = await context.services.bff.memory.choose(context.caller, choice);
  if (!reply.ok) return refuseMemory(context, 'agree', reply.failure);
  return update(tellChoice(choice, reply.value, context.texts));
}

async function showPage(context: PressContext, page: number): Promise<InteractionCallback> {
  const { caller, texts, services } = context;
  const reply = await services.bff.memory.show(caller);
  if (!reply.ok) return refuseMemory(context, 'page', reply.failure);
  const shown = viewMemory(reply.value, { page, requesterId: caller.user_id }, texts.memory);
  return update(shown.content, shown.components);
}

const ID = /^\d{1,18}$/;

async function forgetChosen(context: PressContext, page: number): Promise<InteractionCallback> {
  const { caller, texts, interaction } = context;
  const [fact] = interaction.values;
  if (fact === undefined || !ID.test(fact)) return refuse(texts, 'unknown_button');
  const reply = await forgetFacts(context, [fact]);
  if (!reply.ok) return refuseMemory(context, 'forget', reply.failure);
  const note = tellForgotten(reply.value, texts);
  const shown = viewMemory(reply.value, { page, requesterId: caller.user_id, note }, texts.memory);
  return update(shown.content, shown.components);
}

async function showUsed(context: PressContext, facts: readonly string[]): Promise<InteractionCallback> {
  const { caller, texts, services } = context;
  const reply = await services.bff.memory.show(caller);
  if (!reply.ok) return refuseMemory(context, 'used', reply.failure);
  const used = reply.value.facts.filter(({ id }) => facts.includes(id));
  const shown = viewUsed(used, caller.user_id, texts.memory);
  return ephemeral(shown.content, shown.components);
}

async function forgetUsed(
  context: PressContext,
  { fact, facts }: Extract<MemoryControl, { action: 'unuse' }>,
): Promise<InteractionCallback> {
  const { caller, texts } = context;
  const reply = await forgetFacts(context, [fact]);
  if (!reply.ok) return refuseMemory(context, 'forget', reply.failure);
  const left = reply.value.facts.filter(({ id }) => facts.includes(id));
  const note = tellForgotten(reply.value, texts);
  const shown = viewUsed(left, caller.user_id, texts.memory, note);
  return update(left.length === 0 ? note : shown.content, shown.components);
}
