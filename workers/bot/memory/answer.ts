/** What the subcommands of /memory do, but for the consent. All for the caller's eyes alone. */
import type { ChooseMemoryRequest, MemoryView, SaveFactRequest } from '../../../shared/contract/memory.ts';
import { ephemeral, type InteractionCallback, withFile } from '../discord/respond.ts';
import type { Texts } from '../locale/texts.ts';
import { viewMemory } from '../message/memory-page.ts';
import { escapeLine } from '../message/question.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { ALL, findNamedFact } from './named-fact.ts';
import { factsKey, refuseMemory } from './remember.ts';

type Choice = Pick<ChooseMemoryRequest, 'choice' | 'where'>;

export async function chooseState(context: InteractionContext, choice: Choice): Promise<InteractionCallback> {
  const reply = await context.services.bff.memory.choose(context.caller, choice);
  if (!reply.ok) return refuseMemory(context, choice.choice, reply.failure);
  return ephemeral(tellChoice(choice, reply.value, context.texts));
}

export function tellChoice({ choice, where }: Choice, view: MemoryView, { memory }: Texts): string {
  switch (choice) {
    case 'off':
      return memory.switchedOff(where);
    case 'pause':
      return view.state === 'off' ? memory.state(view) : memory.paused;
    case 'on':
      return [memory.agreed(where, view.learns), ...(view.allowed ? [] : [memory.notAllowed])].join('\n');
  }
}

export async function listFacts(context: InteractionContext): Promise<InteractionCallback> {
  const { caller, texts, services } = context;
  const reply = await services.bff.memory.show(caller);
  if (!reply.ok) return refuseMemory(context, 'list', reply.failure);
  const { content, components } = viewMemory(
    reply.value,
    { page: 0, requesterId: caller.user_id },
    texts.memory,
  );
  return ephemeral(content, components);
}

export async function forgetNamed(context: InteractionContext, named: string): Promise<InteractionCallback> {
  const { texts } = context;
  const fact = named === ALL ? ALL : await findNamedFact(context, named);
  if (fact === null) return refuse(texts, 'fact_unclear');
  const reply = await forgetFacts(context, fact === ALL ? ALL : [fact]);
  if (!reply.ok) return refuseMemory(context, 'forget', reply.failure);
  return ephemeral(tellForgotten(reply.value, texts));
}

export function tellForgotten({ forgotten = 0 }: MemoryView, { memory }: Texts): string {
  return forgotten === 0 ? memory.notThere : memory.forgotten(forgotten);
}

/** What the isolate still knows of them goes as well. */
export function forgetFacts(context: InteractionContext, facts: string[] | 'all') {
  context.services.memoryFacts.drop(factsKey(context));
  return context.services.bff.memory.forget(context.caller, facts);
}

export async function changeFact(
  context: InteractionContext,
  named: string,
  change: Pick<SaveFactRequest, 'text' | 'where'>,
): Promise<InteractionCallback> {
  const { caller, texts, services } = context;
  if (change.text === undefined && change.where === undefined) return refuse(texts, 'fact_unchanged');
  const fact = await findNamedFact(context, named);
  if (fact === null) return refuse(texts, 'fact_unclear');
  services.memoryFacts.drop(factsKey(context));
  const reply = await services.bff.memory.save(caller, { fact, ...change });
  if (!reply.ok) return refuseMemory(context, 'edit', reply.failure);
  const { text, place } = reply.value.fact;
  return ephemeral(texts.memory.edited(escapeLine(text, 300), place === 'everywhere'));
}

/** Those of this place, in a direct message all of them. */
export async function sendFacts(context: InteractionContext): Promise<InteractionCallback> {
  const { caller, texts, services } = context;
  const reply = await services.bff.memory.show(caller);
  if (!reply.ok) return refuseMemory(context, 'export', reply.failure);
  const { facts, state, where, elsewhere } = reply.value;
  const file = {
    name: 'libra-memory.json',
    type: 'application/json',
    text: JSON.stringify({ state, where, facts, elsewhere }, null, 2),
  };
  const line = elsewhere === 0 ? '' : texts.memory.elsewhere(elsewhere);
  return withFile(ephemeral(texts.memory.exported(facts.length)), line, file);
}
