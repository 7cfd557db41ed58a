/** What a person can choose at a place. */
import type { WorldChannel, WorldUser } from '../protocol.ts';
import type { Choosable } from '../rules/modal-submit.ts';
import { channelType } from '../world/discord-objects.ts';
import type { World } from '../world/world.ts';

export function choosableFor(world: World, user: WorldUser, channel: WorldChannel): Choosable {
  const here = (guildId: string | null | undefined) =>
    channel.guildId !== null && guildId === channel.guildId;
  return {
    user: (id) => world.user(id) !== undefined,
    role: (id) => here(world.role(id)?.guildId),
    channel(id, types) {
      const chosen = world.channel(id);
      if (chosen === undefined || !here(chosen.guildId)) return false;
      return types === undefined || types.length === 0 || types.includes(channelType(chosen));
    },
    upload(id) {
      const upload = world.upload(id);
      return upload?.userId === user.id ? upload.filename : undefined;
    },
  };
}
