/** A person sends a modal that an interaction opened. */

import type { AttachmentLinks } from '../attachment-links.ts';
import { parseSubmission } from '../rules/modal-submit.ts';
import type { SubmitModal } from '../surfaces.ts';
import { messageObject } from '../world/discord-objects.ts';
import type { World } from '../world/world.ts';
import { choosableFor } from './known.ts';
import { findPlace } from './place.ts';
import { namedByFields, resolveNamed } from './resolve.ts';
import type { InvokeOutcome, Sender } from './send.ts';

export async function submitModal(
  world: World,
  sender: Sender,
  submission: SubmitModal,
  links: AttachmentLinks,
): Promise<InvokeOutcome> {
  const opener = world.interaction(submission.interactionId);
  const { modal } = opener ?? {};
  if (opener === undefined || modal === undefined || opener.userId !== submission.userId) {
    return { ok: false, error: 'interactionId: There is no such modal' };
  }
  if (opener.modalSent === true) return { ok: false, error: 'interactionId: This modal has been sent' };
  const place = findPlace(world, { userId: opener.userId, channelId: opener.channelId });
  if (!place.ok) return place;
  const { channel, user } = place;
  const verdict = parseSubmission(modal, submission.values, choosableFor(world, user, channel));
  if (!verdict.ok) return verdict;

  const resolved = resolveNamed(world, namedByFields(verdict.components), channel, user, links);
  const source = world.message(opener.sourceMessageId ?? '');
  const content = {
    type: 5,
    data: {
      custom_id: modal.custom_id,
      components: verdict.components,
      ...(Object.keys(resolved).length === 0 ? {} : { resolved }),
    },
    ...(source === undefined ? {} : { message: messageObject(world, source, links) }),
  } as const;
  // Claimed before anything is awaited: of two submissions at once only one is sent.
  world.updateInteraction(opener, { modalSent: true });
  const outcome = await sender.run(place.scene(submission.locale), content, {
    invocation: opener.invocation,
    sourceMessageId: opener.sourceMessageId,
  });
  // A client keeps the modal open when it failed, and lets the person try again.
  if (outcome.ok && outcome.result.failure !== null) world.updateInteraction(opener, { modalSent: false });
  return outcome;
}
