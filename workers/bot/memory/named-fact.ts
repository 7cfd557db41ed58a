/** A fact by what was typed for it, and what is offered while it is typed. */
import type { MemoryFact } from '../../../shared/contract/memory.ts';
import type { Choice } from '../discord/respond.ts';
import { labelOf } from '../message/memory-page.ts';
import type { InteractionContext } from '../services.ts';
import { factsKey } from './remember.ts';

/** The value of the choice to forget all of them. */
export const ALL = 'all';
const ID = /^\d{1,18}$/;
/** Discord's limit, with room for one more. */
const MAX_OFFERED = 24;

export async function completeFact(context: InteractionContext, typed: string): Promise<Choice[]> {
  const facts = await knownFacts(context);
  const wanted = typed.trim().toLowerCase();
  return facts
    .filter(({ text }) => text.toLowerCase().includes(wanted))
    .slice(0, MAX_OFFERED)
    .map(({ id, text }) => ({ name: labelOf(text), value: id }));
}

/** An id, as it was offered; else the one fact that holds what was typed. Null: none, or several. */
export async function findNamedFact(context: InteractionContext, typed: string): Promise<string | null> {
  if (ID.test(typed)) return typed;
  const wanted = typed.toLowerCase();
  const found = (await knownFacts(context)).filter(({ text }) => text.toLowerCase().includes(wanted));
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}

/** An isolate knows them for a minute, at most: a keystroke costs no call. */
async function knownFacts(context: InteractionContext): Promise<readonly MemoryFact[]> {
  const { services, caller } = context;
  const key = factsKey(context);
  const known = services.memoryFacts.find(key);
  if (known !== undefined) return known;
  const reply = await services.bff.memory.show(caller);
  if (!reply.ok) return [];
  services.memoryFacts.keep(key, reply.value.facts);
  return reply.value.facts;
}
