/** A person votes in a poll, as Discord's own clients let them: where they see the message. The bot is not told. */
import { findPlace } from '../interactions/place.ts';
import { castVote } from '../rules/votes.ts';
import type { CastVote } from '../surfaces.ts';
import type { Message } from '../world/records.ts';
import type { World } from '../world/world.ts';

export function castPersonalVote(
  { messageId, answerIds, userId }: CastVote,
  world: World,
): { ok: true; message: Message } | { ok: false; error: string } {
  const message = world.message(messageId);
  const place = findPlace(world, { userId, channelId: message?.channelId ?? '' });
  if (!place.ok) return place;
  if (message?.poll === undefined || !world.maySee(userId, message)) {
    return { ok: false, error: 'messageId: There is no such poll' };
  }
  const verdict = castVote(message.poll, userId, answerIds, world.now());
  if (!verdict.ok) return verdict;
  const voted = { ...message, poll: verdict.poll };
  world.putMessage(voted);
  return { ok: true, message: voted };
}
