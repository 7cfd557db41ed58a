/**
 * Which model a frame says that it is of. A provider's own word stands where it begins with the model's name, such as the
 * dated `gpt-4o-mini-2024-07-18`; anything else is no name that clients can ask for, and may be a path of the operator's
 * machine (llama.cpp, vLLM). Pure.
 */
import { isRecord, parseJson } from '../../../shared/json.ts';

/** The frame's text with `name` as its model. `said` is what stands there; undefined for nothing. */
export function withModelName(data: string, said: string | undefined, name: string): string {
  if (said?.startsWith(name) === true) return data;
  if (said !== undefined) {
    // Within a string its quotation marks would be escaped, so this matches fields alone. Parsing each frame costs far more.
    const named = data.replaceAll(`"model":${JSON.stringify(said)}`, () => `"model":${JSON.stringify(name)}`);
    if (named !== data) return named;
  }
  const frame = parseJson(data);
  return isRecord(frame) ? JSON.stringify({ ...frame, model: name }) : data;
}
