/** `/model`: who answers a person where they name no model. */
import { LOCALES } from '../../../shared/contract/caller.ts';
import { defaultModelOf } from '../../../shared/settings/effective.ts';
import { carryOutOnce } from '../delivery/once.ts';
import { permissionsOf } from '../discord/permissions.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { textsFor } from '../locale/choose.ts';
import { refuse, refuseCall } from '../message/refusal.ts';
import { leaveRoom } from '../message/shorten.ts';
import { changeChoice } from '../personas/change-choice.ts';
import type { InteractionContext } from '../services.ts';
import { chooseModel } from './choose.ts';
import { hintOf } from './hint.ts';
import { offeredModels } from './offered.ts';

export async function useModel(context: InteractionContext, typed: string): Promise<InteractionCallback> {
  const { texts, services } = context;
  const chosen = isNone(typed) ? null : await chooseModel(context, typed);
  if (chosen?.ok === false) return chosen.refusal;
  const unavailable = () => refuse(texts, 'choice_unavailable');
  return carryOutOnce(context, unavailable, async () => {
    const reply = await changeChoice(context, { scope: 'person' }, { model: chosen?.name ?? null });
    if (!reply.ok) {
      services.log.warn('models.failed', { action: 'use', code: reply.failure.code });
      return refuseCall(texts, reply.failure, 'choice_unavailable', services.now());
    }
    const { effective, default_model: ofOperator } = reply.value;
    const name = defaultModelOf(effective, ofOperator);
    if (chosen === null) return ephemeral(texts.modelChoice.dropped(name));
    const offer = services.offers.find(context.caller.guild_id);
    const model = offer?.models.find((each) => each.name === chosen.name);
    const hint = offer === undefined || model === undefined ? '' : hintOf(model, offer, texts);
    return ephemeral(texts.modelChoice.chosen(chosen.name, hint));
  });
}

export async function showModels(context: InteractionContext): Promise<InteractionCallback> {
  const { texts, caller, services, interaction } = context;
  const [view, offer] = await Promise.all([
    services.bff.choices.read(caller, { permissions: permissionsOf(interaction) }),
    offeredModels(context),
  ]);
  if (!view.ok) {
    services.log.warn('models.failed', { action: 'show', code: view.failure.code });
    return refuse(texts, 'choice_unavailable');
  }
  const { effective, default_model: ofOperator, person } = view.value;
  const { show } = texts.modelChoice;
  const name = defaultModelOf(effective, ofOperator);
  const models = (offer?.models ?? []).map((model) => {
    const hint = offer === null ? '' : hintOf(model, offer, texts);
    return `\`${model.name}\`${hint === '' ? '' : ` · ${hint}`}`;
  });
  const lines = [
    `${show.answers(name)} ${person.model === name ? show.isMine : show.isOthers}`,
    ...(models.length === 0 ? [] : ['', show.offered, ...models]),
  ];
  return ephemeral(leaveRoom(lines.join('\n'), 0));
}

function isNone(typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  return LOCALES.some((locale) => textsFor(locale).modelChoice.none === wanted);
}
