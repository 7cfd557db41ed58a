import { describe, expect, it } from 'vitest';
import type { AcceptedChat } from '../request/accepted-chat.ts';
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

describe('the fingerprint of a person’s question', () => {
  const caller = { user_id: '1', guild_id: '2', channel_id: '3', locale: 'ko' as const };
  const read = parseChatRequest({ messages }, 'client');
  if (!read.ok) throw new Error(read.param);
  const question: AcceptedChat = { ...read.value, caller, isRemembered: true };
  const of = (changes: Partial<AcceptedChat> = {}, by: typeof caller | null = caller) =>
    fingerprintOf({ ...question, ...changes }, by);
  const request = '300000000000000001';

  it.each<[string, Partial<AcceptedChat>]>([
    ['another model', { model: 'other' }],
    ['tools of Libra', { libraTools: true }],
    ['an answer that its person alone sees', { isPrivate: true }],
    ['an answer that is heard', { isSpoken: true }],
    ['a question of which nothing is kept', { isRemembered: false }],
    ['other settings of the server', { seenSettings: { server: 1 } }],
    ['other settings of the person', { seenSettings: { person: 1 } }],
    ['an answer that is asked anew', { follows: { action: 'retry', request } }],
  ])('differs with %s', async (_, changes) => {
    expect(await of(changes)).not.toBe(await of());
  });

  it('differs with who asks, and where', async () => {
    const prints = [
      await of(),
      await of({}, null),
      await of({}, { ...caller, user_id: '9' }),
      await of({}, { ...caller, channel_id: '9' }),
    ];
    expect(new Set(prints).size).toBe(prints.length);
  });

  it('differs with what becomes of the answer before, not with what was shown of that', async () => {
    const anew = await of({ follows: { action: 'retry', request } });
    expect(await of({ follows: { action: 'continue', request } })).not.toBe(anew);
    expect(await of({ follows: { action: 'retry', request: '300000000000000002' } })).not.toBe(anew);
    expect(await of({ follows: { action: 'retry', request, shown: 'Half' } })).toBe(anew);
  });

  it('is the same in whatever order the fields come', async () => {
    const [one, other] = [
      { seed: 1, stop: 'x' },
      { stop: 'x', seed: 1 },
    ];
    expect(await of({ passed: one })).toBe(await of({ passed: other }));
  });
});
