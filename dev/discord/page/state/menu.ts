/** Menus of messages and of users: whose they are, where they open, and which commands they offer. Pure. */
import type { RegisteredCommand, Snowflake, WorldChannel, WorldUser } from '../../protocol.ts';
import { isOffered } from '../../rules/permissions.ts';

export interface MenuTarget {
  /** Discord's command type: 2 of a user, 3 of a message. */
  type: 2 | 3;
  id: Snowflake;
}

export interface OpenMenu extends MenuTarget {
  /** Where its corner is, in CSS pixels of the window. */
  x: number;
  y: number;
}

/** In the order in which they were registered. What the user may not use is left out, as in Discord. */
export function menuCommands(
  commands: readonly RegisteredCommand[],
  target: MenuTarget,
  channel: WorldChannel | undefined,
  user: WorldUser | undefined,
): RegisteredCommand[] {
  if (channel === undefined || user === undefined) return [];
  return commands.filter((command) => command.type === target.type && isOffered(command, channel, user));
}

/** A menu that was opened by key has no pointer: it opens below the element that has the focus. */
export function menuPlace(
  event: { clientX: number; clientY: number; pointerType?: string; detail?: number; button?: number },
  element: Pick<Element, 'getBoundingClientRect'>,
): { x: number; y: number } {
  const byPointer = event.clientX !== 0 || event.clientY !== 0;
  if (byPointer && event.button === 2) return { x: event.clientX, y: event.clientY };
  const box = element.getBoundingClientRect();
  return { x: box.left, y: box.bottom + 4 };
}
