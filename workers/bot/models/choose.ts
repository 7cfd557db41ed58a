/** The model that a person names with a question: one that may be chosen here, and that sees what comes along. */
import type { OfferedModel } from '../../../shared/contract/offered-models.ts';
import type { AttachedFile } from '../attachments/judge.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import type { Texts } from '../locale/texts.ts';
import { refuseFailure, refuseModel } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { findModel, nearModels } from './find.ts';
import { offeredModels } from './offered.ts';

export type ChosenModel = { ok: true; name: string } | { ok: false; refusal: InteractionCallback };

/** While it is not known which models there are, the bff judges. */
export async function chooseModel(
  context: InteractionContext,
  typed: string,
  files: readonly AttachedFile[] = [],
): Promise<ChosenModel> {
  const { texts, services } = context;
  const offer = await offeredModels(context);
  if (offer === null) return { ok: true, name: typed.trim() };
  const model = findModel(offer.models, typed);
  if (model === undefined) return { ok: false, refusal: refuseUnknownModel(texts, offer.models, typed) };
  if (model.vision !== false || !files.some(({ kind }) => kind === 'image')) {
    return { ok: true, name: model.name };
  }
  const able = offer.models.find(({ vision }) => vision === true);
  const evidence = able === undefined ? {} : { evidence: { model: able.name } };
  return {
    ok: false,
    refusal: refuseFailure(texts, { code: 'vision_unsupported', ...evidence }, services.now()),
  };
}

export function refuseUnknownModel(
  texts: Texts,
  models: readonly OfferedModel[],
  typed: string,
): InteractionCallback {
  const near = nearModels(models, typed);
  return refuseModel(texts, typed, near.length > 0 ? near : models.slice(0, 3));
}
