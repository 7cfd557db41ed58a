/** A person is typing an option that completes itself: the bot is asked for choices, and forgets the question. */

import { parseChoices, parsePartial } from '../rules/autocomplete.ts';
import { firstFault } from '../rules/form.ts';
import { isOffered } from '../rules/permissions.ts';
import type { AutocompleteRequest, AutocompleteResult } from '../surfaces.ts';
import type { World } from '../world/world.ts';
import { readForm } from './body.ts';
import { createInteractionPayload } from './payload.ts';
import { findPlace } from './place.ts';
import { describeMissing, type Sender } from './send.ts';

export type AutocompleteOutcome = { ok: true; result: AutocompleteResult } | { ok: false; error: string };

export async function autocomplete(
  world: World,
  sender: Sender,
  request: AutocompleteRequest,
): Promise<AutocompleteOutcome> {
  const place = findPlace(world, request);
  if (!place.ok) return place;
  const { user, channel } = place;
  const offered = world.commands().filter((command) => isOffered(command, channel, user));
  const partial = parsePartial(request, offered);
  if (!partial.ok) return partial;
  const scene = place.scene(request.locale);
  const delivery = await sender.post(createInteractionPayload(world, scene, { type: 4, data: partial.data }));
  const fail = (detail: string): AutocompleteOutcome => ({ ok: true, result: { choices: null, detail } });
  if (delivery.kind !== 'answered') return fail(describeMissing(delivery));
  if (delivery.status < 200 || delivery.status > 299) return fail(`the endpoint answered ${delivery.status}`);
  const form = await readForm(delivery.contentType, delivery.body);
  if (!form.ok) return fail(`the endpoint's answer is no JSON: ${form.why}`);
  const verdict = parseChoices(form.json, partial.optionType);
  if (!verdict.ok) return fail(`Invalid Form Body: ${firstFault(verdict.errors)}`);
  return { ok: true, result: { choices: verdict.choices, detail: null } };
}
