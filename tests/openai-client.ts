/** The unmodified `openai` package as a client of a stack's bff, and the stand-in that answers behind it. */
import OpenAI from 'openai';
import type { TestStack } from './use-stack.ts';

export function openAiClient(
  { urls, keys }: TestStack,
  { apiKey = keys.apiKey, maxRetries = 0 }: { apiKey?: string; maxRetries?: number } = {},
): OpenAI {
  return new OpenAI({ baseURL: `${urls.bff}/v1/`, apiKey, maxRetries });
}

export function standInOf({ standIns: { openai } }: TestStack) {
  if (openai === null) throw new Error('these tests need the stand-in');
  return openai;
}
