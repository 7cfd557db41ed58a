/**
 * What a model thought before its calls, in a conversation that goes on: some refuse it (Groq and Mistral under the name that it has
 * here), some demand it back. It is given back within an answer, and not kept for the next: there a stand-in takes its place. Pure.
 */
import type { ProviderRequest } from './provider.ts';

export type ThoughtsAdaptation =
  | { kind: 'no_thoughts' }
  /** Gemini's, which others do not know. */
  | { kind: 'no_signatures' }
  | { kind: 'stand_in'; for: Demanded };

type Messages = ProviderRequest['messages'];
type Demanded = keyof typeof STAND_INS;
type AssistantMessage = Extract<Messages[number], { role: 'assistant' }>;

/** What a message gets that has none. */
const STAND_INS = {
  /** DeepSeek, Kimi; the latter refuses an empty one. https://api-docs.deepseek.com/guides/thinking_mode */
  reasoning_content: (message: AssistantMessage) => ({ reasoning_content: ' ', ...message }),
  /** Gemini from 3 on, by its own word for this. https://ai.google.dev/gemini-api/docs/thought-signatures */
  thought_signature: ({ tool_calls: calls, ...message }: AssistantMessage) => {
    const google = { thought_signature: 'skip_thought_signature_validator' };
    const signed = calls?.map((call) => ({ extra_content: { google }, ...call }));
    return { ...message, ...(signed === undefined ? {} : { tool_calls: signed }) };
  },
};
const DEMAND =
  /\b(reasoning_content)\b.{0,60}\b(?:is missing|required|must be passed)|\bmissing\b.{0,20}\b(reasoning_content|thought_signature)\b/i;

export function findThoughtsAdaptation(refusal: string, messages: Messages): ThoughtsAdaptation | undefined {
  const [, named, lacking = named] = DEMAND.exec(refusal) ?? [];
  if (lacking !== undefined) return { kind: 'stand_in', for: lacking.toLowerCase() as Demanded };
  if (refusal.includes('extra_content') && messages.some(hasSignature)) return { kind: 'no_signatures' };
  const isRefused = FIELDS.some((field) => refusal.includes(field));
  return isRefused && messages.some(hasThoughts) ? { kind: 'no_thoughts' } : undefined;
}

const FIELDS = ['reasoning_content', 'reasoning_details'] as const;

function hasThoughts(message: Messages[number]): boolean {
  return FIELDS.some((field) => field in message);
}

export function withoutThoughts(messages: Messages): Messages {
  return messages.map((message) => {
    if (message.role !== 'assistant') return message;
    const { reasoning_content: _, reasoning_details: __, ...said } = message;
    return said;
  });
}

function hasSignature(message: Messages[number]): boolean {
  return message.role === 'assistant' && message.tool_calls?.some((call) => 'extra_content' in call) === true;
}

export function withoutSignatures(messages: Messages): Messages {
  return messages.map((message) => {
    if (message.role !== 'assistant' || message.tool_calls === undefined) return message;
    return { ...message, tool_calls: message.tool_calls.map(({ extra_content: _, ...call }) => call) };
  });
}

export function withStandIns(messages: Messages, demanded: Demanded): Messages {
  return messages.map((message) => (message.role === 'assistant' ? STAND_INS[demanded](message) : message));
}
