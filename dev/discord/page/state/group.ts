import type { MessageView } from '../../protocol.ts';
import { dayKey } from '../time/format.ts';

/** Follow-ups join the message above when no more time than this lies between. */
const GROUP_WINDOW_MS = 7 * 60_000;

export interface PlacedMessage {
  message: MessageView;
  /** True when avatar, name and the command used are shown above it. */
  startsGroup: boolean;
  /** True when it is the first of its day. */
  startsDay: boolean;
}

/** Decides what stands above each message. An answer to a command opens a group; its follow-ups join. */
export function placeMessages(messages: readonly MessageView[], timeZone?: string): PlacedMessage[] {
  return messages.map((message, index) => {
    const above = messages[index - 1];
    const startsDay =
      above === undefined || dayKey(above.createdAt, timeZone) !== dayKey(message.createdAt, timeZone);
    const joins =
      !startsDay &&
      message.followUp &&
      above.interactionId === message.interactionId &&
      above.ephemeral === message.ephemeral &&
      message.createdAt - above.createdAt <= GROUP_WINDOW_MS;
    return { message, startsGroup: !joins, startsDay };
  });
}
