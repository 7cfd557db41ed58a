/**
 * Whether a reminder may be read by others where it was asked for: not where Libra is muted, and not of a person who is
 * blocked in that server. Each may have come after the reminder was set.
 */
import { blockKey, readBlock } from '../../../shared/contract/blocks.ts';
import { muteKeysOf, readMute } from '../mute/place.ts';
import { openRedis } from '../redis.ts';
import type { WantedReminder } from './rpc.ts';

/** Nobody waits for it, but the object's other reminders. */
const TIMEOUT_MS = 1_200;

/** Rejects when Redis does not answer in time, or not sensibly. */
export async function isSilenced(
  userId: string,
  { guildId, channelId, parentId }: Pick<WantedReminder, 'guildId' | 'channelId' | 'parentId'>,
  redis: { url: string; token: string },
  nowMs: number,
): Promise<boolean> {
  if (guildId === null) return false;
  const mutes = muteKeysOf({ channelId, parentId: parentId ?? null });
  const [block, ...ends] = await openRedis(redis, TIMEOUT_MS).mget<unknown[]>(
    blockKey(`${guildId}:${userId}`),
    ...mutes,
  );
  return readBlock(block, nowMs) !== null || ends.some((end) => readMute(end, nowMs) !== null);
}
