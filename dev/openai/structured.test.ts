import OpenAI, { BadRequestError } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenAiStandIn, startOpenAiStandIn } from './server.ts';

let standIn: OpenAiStandIn;
let client: OpenAI;
beforeAll(async () => {
  standIn = await startOpenAiStandIn({ pace: 'instant' });
  client = new OpenAI({ baseURL: standIn.url, apiKey: standIn.apiKey, maxRetries: 0 });
});
afterAll(() => standIn.close());

const model = 'gpt-4o-mini';
const tool = (
  name: string,
  parameters: object = { type: 'object', properties: { city: { type: 'string' } } },
) => ({
  type: 'function' as const,
  function: { name, parameters: parameters as Record<string, unknown> },
});
const user = (content: string) => [{ role: 'user' as const, content }];
const call = (id: string) => ({ id, type: 'function' as const, function: { name: 'f', arguments: '{}' } });

describe('the offline model', () => {
  it('calls the tools that the prompt names, in one body and in a stream', async () => {
    const request = {
      model,
      tools: [tool('weather'), tool('mail')],
      messages: user('weather of "Seoul", mail it'),
    };
    const whole = await client.chat.completions.create(request);
    const [choice] = whole.choices;
    expect(choice).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } });
    expect(choice?.message.tool_calls).toMatchObject([
      { function: { name: 'weather', arguments: '{"city":"Seoul"}' } },
      { function: { name: 'mail' } },
    ]);
    const streamed = await client.chat.completions.stream(request).finalChatCompletion();
    expect(streamed.choices[0]?.message.tool_calls).toMatchObject([
      { function: { name: 'weather', arguments: '{"city":"Seoul"}' } },
      { function: { name: 'mail' } },
    ]);
  });

  it('calls no tool that is not named, and the one that it must', async () => {
    const tools = [tool('weather')];
    const free = await client.chat.completions.create({ model, tools, messages: user('안녕') });
    expect(free.choices[0]?.message.tool_calls).toBeUndefined();
    const forced = await client.chat.completions.create({
      model,
      tools,
      tool_choice: 'required',
      messages: user('안녕'),
    });
    expect(forced.choices[0]?.message.tool_calls).toHaveLength(1);
  });

  it('fills the schema of an answer', async () => {
    const { choices } = await client.chat.completions.create({
      model,
      messages: user('Give me "Ada", 36'),
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'person',
          schema: { type: 'object', properties: { name: { type: 'string' }, age: { type: 'integer' } } },
        },
      },
    });
    expect(JSON.parse(choices[0]?.message.content ?? '')).toEqual({ name: 'Ada', age: 36 });
  });

  it('gives as many choices as it is asked for, with log probabilities', async () => {
    const { choices } = await client.chat.completions.create({
      model,
      messages: user('따라 해: ok'),
      n: 2,
      logprobs: true,
      top_logprobs: 1,
    });
    expect(choices.map(({ index }) => index)).toEqual([0, 1]);
    expect(choices[1]?.logprobs?.content?.[0]?.top_logprobs).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    [
      'a schema that is no object',
      { tools: [tool('f', { type: 'string' })] },
      'tools[0].function.parameters',
    ],
    ['no tool at all', { tools: [] }, 'tools'],
    ['a choice without tools', { tool_choice: 'auto' }, 'tool_choice'],
    [
      'a result without a call',
      { messages: [...user('x'), { role: 'tool', tool_call_id: 'a', content: '' }] },
      'messages[1].role',
    ],
    [
      'an empty list of calls',
      { messages: [...user('x'), { role: 'assistant', content: 'a', tool_calls: [] }] },
      'messages[1].tool_calls',
    ],
    [
      'a call without a result',
      { messages: [...user('x'), { role: 'assistant', tool_calls: [call('a')] }, ...user('y')] },
      'messages.[2].role',
    ],
    ['JSON that no message speaks of', { response_format: { type: 'json_object' } }, 'messages'],
    ['top_logprobs alone', { top_logprobs: 1 }, 'top_logprobs'],
  ])('refuses %s as OpenAI does', async (_, body, param) => {
    const refusal = client.chat.completions.create({ model, messages: user('x'), ...body } as never);
    await expect(refusal).rejects.toBeInstanceOf(BadRequestError);
    await expect(refusal).rejects.toMatchObject({ param });
  });
});
