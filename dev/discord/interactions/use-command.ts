/** A person uses a slash command. */
import type { AttachmentLinks } from '../attachment-links.ts';
import type { InvokeCommand } from '../protocol.ts';
import { parseInvocation, uncheckedInvocation } from '../rules/invocation.ts';
import { isOffered } from '../rules/permissions.ts';
import type { World } from '../world/world.ts';
import { choosableFor } from './known.ts';
import { findPlace } from './place.ts';
import { namedByOptions, resolveNamed } from './resolve.ts';
import type { InvokeOutcome, Sender } from './send.ts';

export async function useCommand(
  world: World,
  sender: Sender,
  call: InvokeCommand,
  links: AttachmentLinks,
): Promise<InvokeOutcome> {
  const place = findPlace(world, call);
  if (!place.ok) return place;
  const { user, channel } = place;
  const offered = world.commands().filter((command) => isOffered(command, channel, user));
  const checked = parseInvocation(call, offered, choosableFor(world, user, channel));
  if (!checked.ok && call.unchecked !== true) return checked;
  const { data, text } = checked.ok ? checked : uncheckedInvocation(call, world.nextId());
  const resolved = resolveNamed(world, namedByOptions(data.options), channel, user, links);
  const content = {
    type: 2,
    data: { ...data, ...(Object.keys(resolved).length === 0 ? {} : { resolved }) },
  } as const;
  return sender.run(place.scene(call.locale), content, { invocation: text });
}
