/** What the requests of plain calls have in common. */
import * as z from 'zod/mini';
import type { DraftCall } from '../plain/draft-call.ts';
import { toStorable } from '../store/storable-text.ts';
import { withoutNulls } from './without-nulls.ts';

export const modelName = z.string().check(z.minLength(1), z.maxLength(100));
export const userId = z.nullish(z.string().check(z.maxLength(512)));

/** `fields`: of a JSON body, without the model. Nulls say nothing and are left out. */
export function createDraft(
  model: string | undefined,
  fields: object,
  { answers, meter }: Pick<DraftCall, 'answers' | 'meter'>,
): DraftCall {
  const passed = toStorable(withoutNulls(fields));
  return {
    model,
    body: { kind: 'json', text: JSON.stringify(passed) },
    answers,
    fields: Object.keys(passed),
    meter,
  };
}
