/**
 * Why a model stopped, in OpenAI's words. Others' come to the same: Together's `eos`, Mistral's `model_length`, Zhipu's `sensitive`, and
 * what proxies pass on of Anthropic, Cohere, Gemini and TGI as it is. What tells of a failure (`error`, `network_error`,
 * `insufficient_system_resource`) or of nothing (`""`, `"null"`) is no end. Pure.
 */
const WORDS = {
  stop: ['stop', 'eos', 'eos_token', 'end', 'end_turn', 'stop_sequence', 'complete'],
  length: ['length', 'max_tokens', 'model_length'],
  content_filter: [
    'content_filter',
    'content_filtered',
    'sensitive',
    'safety',
    'recitation',
    'blocklist',
    'prohibited_content',
    'spii',
    'refusal',
    'guardrail_intervened',
  ],
  tool_calls: ['tool_calls', 'tool_use', 'tool_call'],
  function_call: ['function_call'],
} as const;

export type FinishReason = keyof typeof WORDS;

const REASONS: ReadonlyMap<string, FinishReason> = new Map(
  (Object.keys(WORDS) as FinishReason[]).flatMap((reason) => WORDS[reason].map((word) => [word, reason])),
);

export function readFinish(word: unknown): FinishReason | undefined {
  return typeof word === 'string' ? REASONS.get(word.toLowerCase()) : undefined;
}
