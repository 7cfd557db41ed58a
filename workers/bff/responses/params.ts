/** Names the field of the Responses request that a field of its chat request stands for. Pure. */
import type { Failure } from '../../../shared/contract/failure.ts';

/** From the place of a value in the chat request to its place in the Responses request. What lies within goes along. */
export type Places = ReadonlyMap<string, string>;

/** Those that do not depend on the request. */
export const FIELD_PLACES: readonly [chat: string, responses: string][] = [
  ['messages', 'input'],
  ['max_completion_tokens', 'max_output_tokens'],
  ['max_tokens', 'max_output_tokens'],
  ['reasoning_effort', 'reasoning.effort'],
  ['verbosity', 'text.verbosity'],
  ['response_format', 'text.format'],
  ['response_format.json_schema', 'text.format'],
  ['logprobs', 'include'],
  ['tool_choice.function', 'tool_choice'],
  ['tool_choice.custom', 'tool_choice'],
  ['tool_choice.allowed_tools', 'tool_choice'],
];

/** The longest place that the param lies in decides. */
export function renameParam(given: string, places: Places): string {
  // OpenAI writes some of its own as `messages.[2].role`.
  const param = given.replaceAll('.[', '[');
  for (
    let end = param.length;
    end > 0;
    end = Math.max(...['.', '['].map((mark) => param.lastIndexOf(mark, end - 1)))
  ) {
    const place = places.get(param.slice(0, end));
    if (place !== undefined) return place + param.slice(end);
  }
  return param;
}

/** The same failure in the terms of the Responses request, in its message, too. */
export function renameFailure<Failed extends Failure>(failure: Failed, places: Places): Failed {
  const { param, detail } = failure;
  if (param === undefined) return failure;
  const renamed = renameParam(param, places);
  return {
    ...failure,
    param: renamed,
    ...(detail === undefined ? {} : { detail: detail.replaceAll(`'${param}'`, `'${renamed}'`) }),
  };
}
