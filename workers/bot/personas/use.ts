/** `/persona use`: for the person, or for everybody in the channel. */
import { carryOutOnce } from '../delivery/once.ts';
import { mayManageChannel } from '../discord/permissions.ts';
import { ephemeral, type InteractionCallback, message } from '../discord/respond.ts';
import { refuse, refuseCall } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { changeChoice, channelTarget } from './change-choice.ts';
import { loadPersonas, refuseUnknownPersona } from './load.ts';
import { allPersonas, findPersona, isNone, type NamedPersona } from './names.ts';

export async function usePersona(
  context: InteractionContext,
  typed: string,
  where: 'me' | 'channel',
): Promise<InteractionCallback> {
  const { texts, interaction } = context;
  if (where === 'channel' && !mayManageChannel(interaction)) {
    return refuse(texts, 'persona_channel_forbidden');
  }
  const found = isNone(typed) ? null : await find(context, typed);
  if (found !== null && 'refusal' in found) return found.refusal;
  return choose(context, found, where);
}

async function find(
  context: InteractionContext,
  typed: string,
): Promise<NamedPersona | { refusal: InteractionCallback }> {
  const builtIn = findPersona(allPersonas([], context.texts), typed);
  if (builtIn !== undefined) return builtIn;
  const loaded = await loadPersonas(context);
  if (!loaded.ok) return loaded;
  return (
    findPersona(allPersonas(loaded.own, context.texts), typed) ?? { refusal: refuseUnknownPersona(context) }
  );
}

function choose(
  context: InteractionContext,
  persona: NamedPersona | null,
  where: 'me' | 'channel',
): Promise<InteractionCallback> {
  const { texts, services } = context;
  const unavailable = () => refuse(texts, 'choice_unavailable');
  return carryOutOnce(context, unavailable, async () => {
    const target = where === 'me' ? ({ scope: 'person' } as const) : channelTarget(context);
    const reply = await changeChoice(context, target, { persona: persona?.key ?? null });
    if (reply.ok) return say(persona === null ? texts.personas.dropped(where) : greet(persona), where);
    services.log.warn('personas.failed', { action: 'use', code: reply.failure.code });
    return refuseCall(texts, reply.failure, 'choice_unavailable', services.now());
  });

  function greet({ avatar, name, greeting }: NamedPersona): string {
    return [
      `${avatar} **${name}**`,
      ...(greeting === '' ? [] : [greeting]),
      texts.personas.chosen(where),
    ].join('\n');
  }
}

/** The channel sees who has changed it. */
function say(text: string, where: 'me' | 'channel'): InteractionCallback {
  return where === 'me' ? ephemeral(text) : message(text);
}
