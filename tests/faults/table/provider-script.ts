/** The frames that scripts of the table are made of. */
import type { OpenAiFaults, ScriptStep } from '../../../dev/openai/faults.ts';
import { PROMPT, wholeTextOf } from '../prompt.ts';

export const TEXT = wholeTextOf(PROMPT);
/** Its beginning. */
const START_CHARS = 12;
export const START = TEXT.slice(0, START_CHARS);
export const REST = TEXT.slice(START_CHARS);
export const USAGE = { prompt_tokens: 900, completion_tokens: 600, total_tokens: 1_500 };

export const part = (content: string, finish: string | null = null): ScriptStep => ({
  data: { choices: [{ index: 0, delta: { content }, finish_reason: finish }] },
});
export const thought = (text: string): ScriptStep => ({
  data: { choices: [{ index: 0, delta: { reasoning_content: text } }] },
});
export const STOP: ScriptStep = { data: { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] } };
export const COUNT: ScriptStep = { data: { choices: [], usage: USAGE } };
export const DONE: ScriptStep = { data: '[DONE]' };

export function play(...steps: ScriptStep[]): OpenAiFaults {
  return { script: { steps } };
}
