/** A person presses a button of a message, or chooses in one of its selects. */
import type { AttachmentLinks } from '../attachment-links.ts';
import type { PressComponent } from '../protocol.ts';
import { interactiveParts } from '../rules/components/find.ts';
import { findChoiceFault } from '../rules/modal-submit.ts';
import { messageObject } from '../world/discord-objects.ts';
import type { World } from '../world/world.ts';
import { choosableFor } from './known.ts';
import { findPlace } from './place.ts';
import { namedByValues, resolveNamed } from './resolve.ts';
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
  const { user, channel } = place;
  const component = interactiveParts(message).find(({ custom_id }) => custom_id === press.customId);
  if (component === undefined || component.disabled === true) {
    return { ok: false, error: 'customId: There is no such button to press' };
  }
  const { type, id = 0 } = component;
  const data = { component_type: type, custom_id: press.customId, id };
  const shown = messageObject(world, message, links);
  const about = { sourceMessageId: message.id };
  if (component.type === 2) {
    const invocation = component.label ?? component.emoji?.name ?? '';
    return sender.run(place.scene(press.locale), { type: 3, data, message: shown }, { ...about, invocation });
  }
  const values = press.values ?? [];
  const fault = findChoiceFault(component, values, choosableFor(world, user, channel));
  if (fault !== null) return { ok: false, error: `values: ${fault}` };
  const resolved = resolveNamed(world, namedByValues(type, values), channel, user, links);
  const chosen = { ...data, values, ...(Object.keys(resolved).length === 0 ? {} : { resolved }) };
  return sender.run(
    place.scene(press.locale),
    { type: 3, data: chosen, message: shown },
    { ...about, invocation: component.placeholder ?? '' },
  );
}
