/** Whether an answer can have a thread, judged before anything is asked or paid. Pure. */
import type { InteractionBase } from '../discord/parse.ts';
import { mayOpenThreads } from '../discord/permissions.ts';
import type { ThreadProblem } from '../locale/texts/conversations.ts';

/** Channels of text and of announcements. */
const WITH_THREADS: readonly (number | null)[] = [0, 5];

/**
 * Null: it can, as far as the interaction tells. Both need the permission: Libra's is not to be lent to people who lack
 * theirs.
 */
export function findThreadProblem(
  interaction: Pick<
    InteractionBase,
    'guildId' | 'parentId' | 'channelType' | 'permissions' | 'appPermissions' | 'isInstalledInGuild'
  >,
  { isPrivate, hasToken }: { isPrivate: boolean; hasToken: boolean },
): ThreadProblem | null {
  const { guildId, parentId, channelType, permissions, appPermissions, isInstalledInGuild } = interaction;
  if (guildId === null) return 'thread_in_dm';
  if (parentId !== null) return 'thread_in_thread';
  if (isPrivate) return 'thread_private';
  if (!hasToken) return 'thread_unavailable';
  if (channelType !== null && !WITH_THREADS.includes(channelType)) return 'thread_impossible';
  const isAllowed = isInstalledInGuild && mayOpenThreads(permissions) && mayOpenThreads(appPermissions);
  return isAllowed ? null : 'thread_forbidden';
}
