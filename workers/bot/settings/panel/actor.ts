/** Who acts in the panel, by the signed interaction alone. Pure. */
import type { Scope } from '../../../../shared/settings/settings.ts';
import type { Actor } from '../../bff/settings.ts';
import type { InteractionBase } from '../../discord/parse.ts';
import { permissionsOf } from '../../discord/permissions.ts';
import type { InteractionContext } from '../../services.ts';

type Who = Pick<InteractionBase, 'guildId' | 'permissions'>;

export function actorOf({ interaction, caller }: InteractionContext): Actor {
  return { caller, permissions: permissionsOf(interaction) };
}

/** Whose settings somebody may change, the widest first. Their own always. */
export function scopesOf(who: Who): Scope[] {
  const { manage_server: mayServer, manage_channels: mayChannel } = permissionsOf(who);
  return [...(mayServer ? ['server' as const] : []), ...(mayChannel ? ['channel' as const] : []), 'person'];
}

/** Null: they may. */
export function refusalOf(
  who: Who,
  scope: Scope,
): 'settings_server_only' | 'settings_server_forbidden' | 'settings_channel_forbidden' | null {
  if (scope === 'person' || scopesOf(who).includes(scope)) return null;
  return who.guildId === null ? 'settings_server_only' : `settings_${scope}_forbidden`;
}
