/** What the requests of passthrough calls have in common. */
import * as z from 'zod/mini';
import type { PricedUsage } from '../../../../shared/catalogue/price.ts';
import { once } from '../../../../shared/once.ts';
import type { DraftCall } from '../../passthrough/calls.ts';
import { type AnswerSample, findObject, readPositiveCount } from '../../passthrough/sample.ts';
import { toStorable } from '../../store/storable-text.ts';
import type { Invalid } from '../validate.ts';
import { withoutNulls } from '../without-nulls.ts';

export const modelName = once(() => z.string().check(z.minLength(1), z.maxLength(100)));
export const userId = once(() => z.nullish(z.string().check(z.maxLength(512))));

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

/** What a provider has counted of a call that is read and writes nothing; null when it has not. */
export function readPromptTokens(sample: AnswerSample): PricedUsage | null {
  const usage = findObject(sample, 'usage');
  const promptTokens = readPositiveCount(usage?.prompt_tokens) ?? readPositiveCount(usage?.total_tokens);
  return promptTokens === undefined ? null : { promptTokens, completionTokens: 0 };
}

export function invalidField(param: string, detail: string): Invalid {
  return { ok: false, code: 'invalid_request', param, detail };
}
