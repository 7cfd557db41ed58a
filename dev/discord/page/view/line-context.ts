import { useMemo } from 'preact/hooks';
import type { RegisteredCommand } from '../../protocol.ts';
import type { Attached } from '../command/attached.ts';
import { commandsHere, isLocked } from '../command/lookup.ts';
import type { LineContext } from '../command/parse.ts';
import type { Remote } from '../command/remote.ts';
import { usePage } from './context.ts';

export interface ComposerContext extends LineContext {
  /** True for a command that the present user lacks a permission for. Discord hides those; here one sees why. */
  locked(command: RegisteredCommand): boolean;
}

/** What a line of the composer may name: the commands of this channel, the users, the channels. */
export function useComposerContext(beside: { attached: Attached; remote: Remote }): ComposerContext {
  const { attached, remote } = beside;
  const { world, state, locale } = usePage();
  const { userId } = state.preferences;
  return useMemo(() => {
    const channel = world.channels.find(({ id }) => id === state.channelId);
    const user = world.users.find(({ id }) => id === userId);
    const nameable = {
      users: world.users.map(({ id, displayName }) => ({ id, name: displayName })),
      channels: world.channels.filter(({ guildId }) => guildId !== null && guildId === channel?.guildId),
    };
    if (channel === undefined || user === undefined) {
      return { commands: [], locale, nameable, attached, remote, locked: () => false };
    }
    return {
      commands: commandsHere(world.commands, channel, user),
      locale,
      nameable,
      attached,
      remote,
      locked: (command) => isLocked(command, channel, user),
    };
  }, [world, state.channelId, userId, locale, attached, remote]);
}
