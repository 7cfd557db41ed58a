/** What an option for a persona offers while it is typed. */
import type { CompletionContext } from '../commands/command.ts';
import type { Choice } from '../discord/respond.ts';
import { allPersonas } from './names.ts';

const MAX_CHARS = 100;

/** To be used or seen: all of them; to be changed: the server's own. None of the server's while they cannot be read. */
export async function completePersona(context: CompletionContext, typed: string): Promise<Choice[]> {
  const { texts, interaction } = context;
  const { subcommand } = interaction;
  const own = await ownPersonas(context);
  const offered = allPersonas(own, texts).filter(
    (persona) => persona.own !== null || subcommand === 'use' || subcommand === 'show',
  );
  const none = { key: texts.personas.none, name: texts.personas.none, avatar: '↩️' };
  const wanted = typed.trim().toLowerCase();
  return [...offered, ...(subcommand === 'use' ? [none] : [])]
    .filter(({ key, name }) => name.toLowerCase().includes(wanted) || key.includes(wanted))
    .map(({ key, name, avatar }) => {
      const label = `${avatar.startsWith('<') ? '🎭' : avatar} ${name}`;
      return { name: label.length <= MAX_CHARS ? label : name, value: key };
    });
}

/** An isolate knows them for a minute: a keystroke costs no call. */
async function ownPersonas({ caller, services }: CompletionContext) {
  if (caller.guild_id === null) return [];
  const known = services.personaNames.find(caller.guild_id);
  if (known !== undefined) return known;
  const reply = await services.bff.personas.list(caller);
  if (!reply.ok) return [];
  services.personaNames.keep(caller.guild_id, reply.value.personas);
  return reply.value.personas;
}
