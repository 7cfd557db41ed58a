/** A person chooses a command from a message's or a user's menu. */
import type { AttachmentLinks } from '../attachment-links.ts';
import { isOffered } from '../rules/permissions.ts';
import type { UseMenuCommand } from '../surfaces.ts';
import { messageObject } from '../world/discord-objects.ts';
import type { World } from '../world/world.ts';
import { findPlace } from './place.ts';
import { resolveNamed } from './resolve.ts';
import type { InvokeOutcome, Sender } from './send.ts';

const MESSAGE_COMMAND = 3;

export async function useMenuCommand(
  world: World,
  sender: Sender,
  call: UseMenuCommand,
  links: AttachmentLinks,
): Promise<InvokeOutcome> {
  const place = findPlace(world, call);
  if (!place.ok) return place;
  const { user, channel } = place;
  const command = world
    .commands()
    .find(
      (candidate) =>
        candidate.type === call.type && candidate.name === call.name && isOffered(candidate, channel, user),
    );
  if (command === undefined) return { ok: false, error: `${call.name}: There is no such command here` };

  const target = world.message(call.targetId);
  const seen = target?.channelId === channel.id && world.maySee(user.id, target) ? target : undefined;
  if (call.type === MESSAGE_COMMAND && seen?.state !== 'shown') {
    return { ok: false, error: 'targetId: There is no such message' };
  }
  if (call.type !== MESSAGE_COMMAND && world.user(call.targetId) === undefined) {
    return { ok: false, error: 'targetId: There is no such user' };
  }
  const resolved =
    call.type === MESSAGE_COMMAND && seen !== undefined
      ? { messages: { [seen.id]: messageObject(world, seen, links) } }
      : resolveNamed(world, { users: [call.targetId] }, channel, user, links);
  const data = {
    id: command.id,
    name: command.name,
    type: command.type,
    ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
    target_id: call.targetId,
    resolved,
  };
  return sender.run(place.scene(call.locale), { type: 2, data }, { invocation: command.name });
}
