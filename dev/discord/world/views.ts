/** What the page and the tests see of the world's records. */
import type { InteractionRecord, MessageView } from '../protocol.ts';
import type { Interaction, Message, StoredAttachment } from './records.ts';

export function attachmentUrl(baseUrl: string, message: Message, attachment: StoredAttachment): string {
  return `${baseUrl}/attachments/${message.channelId}/${attachment.id}/${encodeURIComponent(attachment.filename)}`;
}

export function viewMessage(message: Message, baseUrl: string): MessageView {
  const { attachments, ...shown } = message;
  return {
    ...shown,
    attachments: attachments.map((attachment) => ({
      ...attachment,
      url: attachmentUrl(baseUrl, message, attachment),
    })),
  };
}

export function viewInteraction(
  interaction: Interaction,
  messages: readonly Message[],
  baseUrl: string,
): InteractionRecord {
  const { id, callbackType, responseLatencyMs, failure, detail, revisions, requests } = interaction;
  return {
    id,
    callbackType,
    responseLatencyMs,
    failure,
    detail,
    revisions,
    requests,
    messages: messages.map((message) => viewMessage(message, baseUrl)),
  };
}
