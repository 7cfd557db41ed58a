/** What the page and the tests see of the world's records. */
import type { AttachmentLinks } from '../attachment-links.ts';
import type { MessageComponentView } from '../component-views.ts';
import type { InteractionRecord, MessageView } from '../protocol.ts';
import { mapMedia, referredFile } from '../rules/components/media.ts';
import type { Interaction, Message } from './records.ts';

export function viewMessage(message: Message, links: AttachmentLinks): MessageView {
  const { attachments, layout, ...shown } = message;
  return {
    ...shown,
    ...(layout === undefined ? {} : { layout: showLayout(layout, message, links) }),
    attachments: attachments.map((attachment) => ({
      ...attachment,
      url: links.ofMessage(message.channelId, attachment),
    })),
  };
}

/** A layout's references to attachments as addresses. */
export function showLayout(
  layout: readonly MessageComponentView[],
  message: Message,
  links: AttachmentLinks,
): MessageComponentView[] {
  return layout.map((component) =>
    mapMedia(component, (media) => {
      const name = referredFile(media);
      const file = message.attachments.find(({ filename }) => filename === name);
      if (file === undefined) return media;
      const { id, content_type, width, height } = file;
      return {
        url: links.ofMessage(message.channelId, file),
        attachment_id: id,
        content_type,
        ...(width === undefined || height === undefined ? {} : { width, height }),
      };
    }),
  );
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
