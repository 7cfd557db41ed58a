/** What was said to `/chat` about who answers, and in which language. */
import type { Locale } from '../../../shared/contract/caller.ts';
import type { OfferedModels } from '../../../shared/contract/offered-models.ts';
import { askNewestAgain } from '../buttons/newest-answer.ts';
import { carryOutOnce } from '../delivery/once.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { textsFor } from '../locale/choose.ts';
import { refuse, refuseCall } from '../message/refusal.ts';
import { refuseUnknownModel } from '../models/choose.ts';
import { findModel, matchingModels } from '../models/find.ts';
import { offeredModels } from '../models/offered.ts';
import { changeChoice } from '../personas/change-choice.ts';
import type { CommandContext } from './command.ts';

/** A message lists so many names of models. */
const MAX_NAMES = 25;

/** `typed`: a model, in the words of a person; null: they have named none, and are shown which there are. */
export async function askOtherModel(
  context: CommandContext,
  typed: string | null,
): Promise<InteractionCallback> {
  const { texts } = context;
  const offer = await offeredModels(context);
  if (typed === null) return ephemeral(texts.again.whichModel(namesOf(offer)));
  if (offer === null) return askNewestAgain(context, typed);
  const exact = findModel(offer.models, typed);
  const [first, ...others] = exact === undefined ? matchingModels(offer.models, typed) : [exact];
  if (first === undefined) return refuseUnknownModel(texts, offer.models, typed);
  return others.length === 0
    ? askNewestAgain(context, first.name)
    : ephemeral(texts.again.whichModel([first, ...others].slice(0, MAX_NAMES).map(({ name }) => name)));
}

function namesOf(offer: OfferedModels | null): string[] {
  return (offer?.models ?? []).slice(0, MAX_NAMES).map(({ name }) => name);
}

/** The person's own setting, told in the language that they want. */
export async function useLanguage(context: CommandContext, locale: Locale): Promise<InteractionCallback> {
  const { texts, services } = context;
  const unavailable = () => refuse(texts, 'choice_unavailable');
  return carryOutOnce(context, unavailable, async () => {
    const reply = await changeChoice(context, { scope: 'person' }, { language: locale });
    if (reply.ok) return ephemeral(textsFor(locale).again.languageSet);
    services.log.warn('language.failed', { code: reply.failure.code });
    return refuseCall(texts, reply.failure, 'choice_unavailable', services.now());
  });
}
