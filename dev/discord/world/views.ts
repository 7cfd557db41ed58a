/** What the page and the tests see of the world's records. */
import type { AttachmentLinks } from '../attachment-links.ts';
import type { InteractionRecord, MessageView } from '../protocol.ts';
import type { Interaction, Message } from './records.ts';

export function viewMessage(message: Message, links: AttachmentLinks): MessageView {
  const { attachments, ...shown } = message;
  return {
    ...shown,
    attachments: attachments.map((attachment) => ({
      ...attachment,
      url: links.ofMessage(message.channelId, attachment),
    })),
  };
}

export function viewInteraction(
  interaction: Interaction,
  messages: readonly Message[],
  links: AttachmentLinks,
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
    messages: messages.map((message) => viewMessage(message, links)),
  };
}
