/** The JSON of a client's request. What is beyond a bound is told from what is no JSON: its sender would look for a comma. Pure. */
import type { Failure } from '../../../shared/contract/failure.ts';
import { exceedsBounds, MAX_DEPTH, MAX_VALUES, parseBoundedJson } from '../../../shared/json.ts';

/** `value` is undefined for what is no JSON: whoever checks it says so. */
export type ReadJson = { ok: true; value: unknown } | ({ ok: false } & Failure);

export function readJson(body: Uint8Array, maxDepth = MAX_DEPTH, maxValues = MAX_VALUES): ReadJson {
  const value = parseBoundedJson(body, maxDepth, maxValues);
  if (value !== undefined || !exceedsBounds(body, maxDepth, maxValues)) return { ok: true, value };
  const detail = `The body holds more than ${maxValues} values, or is nested deeper than ${maxDepth} levels.`;
  return { ok: false, code: 'invalid_request', detail };
}
