/** A person presses a button of a message. */
import type { AttachmentLinks } from '../attachment-links.ts';
import type { ButtonView } from '../component-views.ts';
import type { PressComponent } from '../protocol.ts';
import { messageObject } from '../world/discord-objects.ts';
import type { World } from '../world/world.ts';
import { findPlace } from './place.ts';
import type { InvokeOutcome, Sender } from './send.ts';

export async function pressComponent(
  world: World,
  sender: Sender,
  press: PressComponent,
  links: AttachmentLinks,
): Promise<InvokeOutcome> {
  const message = world.message(press.messageId);
  if (world.user(press.userId) === undefined) return { ok: false, error: 'userId: There is no such user' };
  if (message === undefined || !world.maySee(press.userId, message)) {
    return { ok: false, error: 'messageId: There is no such message' };
  }
  const place = findPlace(world, { userId: press.userId, channelId: message.channelId });
  if (!place.ok) return place;
  const button = message.components
    .flatMap((row) => row.components)
    .find((candidate): candidate is ButtonView => candidate.custom_id === press.customId);
  if (button === undefined || button.disabled === true) {
    return { ok: false, error: 'customId: There is no such button to press' };
  }
  const content = {
    type: 3,
    data: { component_type: button.type, custom_id: press.customId, id: button.id ?? 0 },
    message: messageObject(world, message, links),
  } as const;
  const invocation = button.label ?? button.emoji?.name ?? '';
  return sender.run(place.scene(press.locale), content, { invocation, sourceMessageId: message.id });
}
