import type { Texts } from '../locale/texts.ts';
import type { Failure } from '../state/model.ts';

/** Why something was not sent, for the reader. */
export function describeFailure(failure: Failure, texts: Texts): string {
  if (failure.reason === 'unreachable') return texts.unreachable;
  return failure.detail ?? texts.refused(failure.status);
}
