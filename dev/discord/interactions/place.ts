/** Who acts, and where: everything that a person does begins with this check. */
import type { Snowflake, WorldChannel, WorldUser } from '../protocol.ts';
import type { World } from '../world/world.ts';
import { createToken, type InteractionScene } from './payload.ts';

export type Place =
  | {
      ok: true;
      user: WorldUser;
      channel: WorldChannel;
      /** A new interaction at this place. */
      scene(locale: string): InteractionScene;
    }
  | { ok: false; error: string };

export function findPlace(world: World, who: { userId: Snowflake; channelId: Snowflake }): Place {
  const user = world.user(who.userId);
  const channel = world.channel(who.channelId);
  if (user === undefined) return { ok: false, error: 'userId: There is no such user' };
  if (channel === undefined) return { ok: false, error: 'channelId: There is no such channel' };
  if (!world.maySee(user.id, { channelId: channel.id, ephemeral: false, invokedBy: user.id })) {
    return { ok: false, error: 'channelId: This is somebody else’s direct messages' };
  }
  return {
    ok: true,
    user,
    channel,
    scene(locale) {
      const id = world.nextId();
      return { id, token: createToken(id), user, channel, locale };
    },
  };
}
