/** `/persona list` and `/persona show`: for everybody, and seen by who asks alone. */
import type { SettingsView } from '../../../shared/contract/settings.ts';
import { BUILT_IN_PERSONAS } from '../../../shared/personas/built-in.ts';
import { permissionsOf } from '../discord/permissions.ts';
import { ephemeral, type InteractionCallback, withFile } from '../discord/respond.ts';
import type { Texts } from '../locale/texts.ts';
import { leaveRoom } from '../message/shorten.ts';
import type { InteractionContext } from '../services.ts';
import { loadPersonas, refuseUnknownPersona } from './load.ts';
import { allPersonas, findPersona, type NamedPersona, nameOf } from './names.ts';

export async function listAll(context: InteractionContext): Promise<InteractionCallback> {
  const { texts, caller, services, interaction } = context;
  const [loaded, view] = await Promise.all([
    loadPersonas(context),
    services.bff.choices.read(caller, { permissions: permissionsOf(interaction) }),
  ]);
  if (!loaded.ok) return loaded.refusal;
  const { list, builtIn } = texts.personas;
  const own = allPersonas(loaded.own, texts).filter((persona) => persona.own !== null);
  const lines = [
    list.builtIn,
    ...allPersonas([], texts).map(
      ({ avatar, name }, index) =>
        `${avatar} **${name}** — ${builtIn[BUILT_IN_PERSONAS[index] ?? 'tutor'].about}`,
    ),
    ...(caller.guild_id === null
      ? []
      : ['', list.own, ...(own.length === 0 ? [list.noOwn] : own.map(inShort))]),
    // What is chosen is told where it is known.
    ...(view.ok ? chosenLines(view.value, texts) : []),
  ];
  return ephemeral(leaveRoom(lines.join('\n'), 0));
}

function inShort({ avatar, name }: NamedPersona): string {
  return `${avatar} **${name}**`;
}

function chosenLines({ person, channel, server }: SettingsView, texts: Texts): string[] {
  const { list } = texts.personas;
  const chosen = [
    ...(person.persona === undefined ? [] : [list.mine(nameOf(person.persona, texts))]),
    ...(channel.persona === undefined ? [] : [list.channel(nameOf(channel.persona, texts))]),
    ...(server.persona === undefined ? [] : [list.server(nameOf(server.persona, texts))]),
  ];
  return chosen.length === 0 ? [] : ['', ...chosen];
}

/** Above this the instructions come as a file. */
const MAX_SHOWN_CHARS = 1_000;

export async function showOne(context: InteractionContext, typed: string): Promise<InteractionCallback> {
  const { texts } = context;
  const builtIn = findPersona(allPersonas([], texts), typed);
  if (builtIn !== undefined) return ephemeral(describe(builtIn, texts).join('\n'));
  const loaded = await loadPersonas(context);
  if (!loaded.ok) return loaded.refusal;
  const found = findPersona(allPersonas(loaded.own, texts), typed);
  if (found?.own == null) return refuseUnknownPersona(context);
  const { instructions } = found.own;
  const lines = describe(found, texts);
  const { show } = texts.personas;
  if (instructions.length <= MAX_SHOWN_CHARS) {
    return ephemeral([...lines, show.instructions, `>>> ${instructions}`].join('\n'));
  }
  const file = { name: 'instructions.txt', type: 'text/plain; charset=utf-8', text: instructions };
  return withFile(ephemeral(lines.join('\n')), show.attached, file);
}

function describe({ avatar, name, greeting, key, own }: NamedPersona, { personas: t }: Texts): string[] {
  const builtIn = BUILT_IN_PERSONAS.find((each) => each === key);
  return [
    `${avatar} **${name}**`,
    ...(own === null && builtIn !== undefined ? [t.builtIn[builtIn].about] : []),
    ...(own?.model == null ? [] : [t.show.model(own.model)]),
    ...(own?.temperature == null ? [] : [t.show.temperature(own.temperature)]),
    ...(greeting === '' ? [] : [`> ${greeting.replaceAll('\n', '\n> ')}`]),
  ];
}
