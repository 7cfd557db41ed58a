/** Sends one reminder: to its channel, or by a direct message where that cannot be written to. Pure core: Discord is given. */
import type { ChannelReply, ChannelWriter } from '../discord/channel-messages.ts';
import { textsFor } from '../locale/choose.ts';
import { escapeLine } from '../message/question.ts';
import type { KeptReminder, Sent } from './reminders.ts';

export async function sendReminder(
  userId: string,
  reminder: KeptReminder,
  writer: ChannelWriter,
): Promise<Sent> {
  const { id, text, locale, isForChannel, isDirect } = reminder;
  const { reminders } = textsFor(locale);
  const due = reminders.due(`<@${userId}>`, escapeLine(text, text.length), isForChannel && isDirect !== true);
  if (isDirect !== true)
    return sentBy(await writer.post(reminder.channelId, { content: due, userId, nonce: id }));
  const opened = await writer.openDirect(userId);
  if (opened.kind !== 'ok') return sentBy(opened);
  if (opened.id === null) return { kind: 'later', afterMs: null };
  const content = `${due}\n${reminders.instead}`;
  return sentBy(await writer.post(opened.id, { content, userId, nonce: `${id}d` }));
}

function sentBy(reply: ChannelReply): Sent {
  switch (reply.kind) {
    case 'ok':
      return { kind: 'posted' };
    case 'rate_limited':
      return { kind: 'later', afterMs: reply.retryAfterMs };
    case 'unavailable':
      return { kind: 'later', afterMs: null };
    case 'forbidden':
      return { kind: 'failed', failure: 'forbidden' };
    case 'gone':
      return { kind: 'failed', failure: 'channel_gone' };
    case 'refused':
      return { kind: 'failed', failure: 'refused' };
  }
}
