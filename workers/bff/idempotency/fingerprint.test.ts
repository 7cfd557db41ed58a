import { describe, expect, it } from 'vitest';
import { parseChatRequest } from '../request/chat-request.ts';
import { fingerprintOf } from './fingerprint.ts';

const messages = [{ role: 'user', content: 'hi' }];
const tools = [{ type: 'function', function: { name: 'f' } }];

async function printOf(body: object): Promise<string> {
  const parsed = parseChatRequest({ messages, ...body }, 'client');
  if (!parsed.ok) throw new Error(parsed.param);
  return fingerprintOf(parsed.value, null);
}

describe('the fingerprint of a request', () => {
  it.each([
    { tools },
    { tools, tool_choice: 'required' },
    { tools, parallel_tool_calls: false },
    { response_format: { type: 'json_object' } },
    { n: 2 },
    { logprobs: true },
    { logprobs: true, top_logprobs: 1 },
    { logit_bias: { 1: 1 } },
    { seed: 1 },
    { stop: 'x' },
    { reasoning_effort: 'low' },
    { verbosity: 'low' },
    { modalities: ['text', 'audio'], audio: { voice: 'a', format: 'pcm16' } },
    { prediction: { type: 'content', content: 'x' } },
    { metadata: { a: 'b' } },
    { store: true },
    { service_tier: 'flex' },
    { prompt_cache_key: 'k' },
    { safety_identifier: 's' },
    { web_search_options: {} },
    { user: 'u' },
    {
      messages: [
        { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://a.example/' } }] },
      ],
    },
    {
      messages: [
        { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://b.example/' } }] },
      ],
    },
  ])('differs with %j', async (body) => {
    expect(await printOf(body)).not.toBe(await printOf({}));
  });

  it('is the same with nulls, explicit defaults, and however the answer is given', async () => {
    const same = {
      stream: true,
      stream_options: { include_usage: true },
      n: 1,
      tools: [],
      user: null,
      libra: {},
    };
    expect(await printOf(same)).toBe(await printOf({}));
  });
});
