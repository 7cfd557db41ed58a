import { describe, expect, it } from 'vitest';
import type { AcceptedChat } from './accepted-chat.ts';
import { parseChatRequest } from './chat-request.ts';
import { ANY_MODEL, type ModelAbilities } from './models/abilities.ts';

const question = { role: 'user', content: '안녕?' };
const weather = {
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};
const call = (id: string) => ({ id, type: 'function', function: { name: 'weather', arguments: '{}' } });
const called = (...ids: string[]) => ({ role: 'assistant', content: null, tool_calls: ids.map(call) });
const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'sunny' });
const shows = (url: string, detail?: string) => ({
  role: 'user',
  content: [{ type: 'image_url', image_url: { url, ...(detail === undefined ? {} : { detail }) } }],
});

function parse(body: object, abilities: Partial<ModelAbilities> = {}) {
  const input = { messages: [question], ...body };
  return parseChatRequest(input, 'client', () => [{ ...ANY_MODEL, ...abilities }]);
}

function accepted(body: object, abilities?: Partial<ModelAbilities>): AcceptedChat {
  const parsed = parse(body, abilities);
  if (!parsed.ok) throw new Error(`${parsed.code} ${parsed.param}`);
  return parsed.value;
}

/** All that an API client may send beside messages, model and stream. */
const EVERYTHING = {
  temperature: 0.5,
  top_p: 0.9,
  presence_penalty: 0.1,
  frequency_penalty: -0.1,
  max_completion_tokens: 32_768,
  max_tokens: 10,
  n: 3,
  seed: 7,
  stop: ['a', 'b'],
  logprobs: true,
  top_logprobs: 5,
  logit_bias: { '50256': -100 },
  tools: [weather, { type: 'custom', custom: { name: 'shell', format: { type: 'text' } } }],
  tool_choice: { type: 'function', function: { name: 'weather' } },
  parallel_tool_calls: false,
  response_format: {
    type: 'json_schema',
    json_schema: { name: 'city', strict: true, schema: { type: 'object', properties: {}, required: [] } },
  },
  reasoning_effort: 'high',
  verbosity: 'low',
  modalities: ['text', 'audio'],
  audio: { voice: 'alloy', format: 'pcm16' },
  prediction: { type: 'content', content: 'abc' },
  web_search_options: { search_context_size: 'low' },
  metadata: { a: 'b' },
  store: true,
  service_tier: 'flex',
  prompt_cache_key: 'k',
  prompt_cache_retention: '24h',
  safety_identifier: 's',
  user: 'u',
};

describe('a chat request of an API client', () => {
  it('passes on every field of the standard as it is', () => {
    expect(accepted(EVERYTHING).passed).toEqual(EVERYTHING);
  });

  it('takes an answer back as SDKs echo it', () => {
    const echo = {
      role: 'assistant',
      content: 'Hi',
      refusal: null,
      annotations: [],
      audio: null,
      function_call: null,
      tool_calls: [],
      parsed: null,
    };
    expect(accepted({ messages: [question, echo, question] }).messages[1]).toEqual({
      role: 'assistant',
      content: 'Hi',
    });
  });

  // A client with one type for all messages, or all parts, writes every field of it.
  it('takes messages and parts whose other fields are null', () => {
    const nothing = { name: null, refusal: null, tool_calls: null, function_call: null, audio: null };
    const part = { type: 'text', text: 'Hi', image_url: null, input_audio: null, file: null };
    const messages = [
      { role: 'system', content: 'Be brief.', tool_call_id: null, ...nothing },
      { role: 'user', content: [part], tool_call_id: null, ...nothing },
      { ...called('a'), refusal: null, function_call: null, tool_call_id: null },
      { ...result('a'), ...nothing },
    ];
    expect(accepted({ messages }).messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      called('a'),
      result('a'),
    ]);
  });

  it('keeps what a provider said beside the standard for the echo of it', () => {
    const echo = {
      role: 'assistant',
      content: null,
      reasoning_content: 'hm',
      tool_calls: [
        { ...call('a'), extra_content: { signature: 'x' } },
        { id: 'b', type: 'function', function: { name: 'w', arguments: '{}', parsed_arguments: {} } },
      ],
    };
    expect(accepted({ messages: [question, echo, result('a'), result('b')] }).messages[1]).toEqual({
      role: 'assistant',
      content: null,
      reasoning_content: 'hm',
      tool_calls: [
        { ...call('a'), extra_content: { signature: 'x' } },
        { id: 'b', type: 'function', function: { name: 'w', arguments: '{}' } },
      ],
    });
  });

  it('leaves out nulls and explicit defaults', () => {
    const { passed, streamOptions } = accepted({
      store: false,
      logprobs: false,
      top_logprobs: 0,
      response_format: { type: 'text' },
      modalities: ['text'],
      service_tier: 'auto',
      metadata: {},
      logit_bias: {},
      reasoning_effort: null,
      stream_options: { include_obfuscation: false, include_usage: null },
      user: null,
      tools: [],
      tool_choice: 'auto',
      parallel_tool_calls: true,
      stop: [],
      n: 1,
      functions: null,
      function_call: null,
      model: null,
    });
    // What is stored is not up to a default: an account may store all that does not say so.
    expect(passed).toEqual({ store: false });
    expect(streamOptions).toEqual({ include_obfuscation: false });
  });

  it('leaves nulls out of tools and schemas', () => {
    const nothing = { description: null, strict: null };
    const { passed } = accepted({
      tools: [
        { type: 'function', function: { name: 'f', parameters: null, ...nothing } },
        { type: 'custom', custom: { name: 'c', description: null, format: null } },
      ],
      response_format: {
        type: 'json_schema',
        json_schema: { name: 's', schema: { const: null }, ...nothing },
      },
    });
    expect(passed).toEqual({
      tools: [
        { type: 'function', function: { name: 'f' } },
        { type: 'custom', custom: { name: 'c' } },
      ],
      response_format: { type: 'json_schema', json_schema: { name: 's', schema: { const: null } } },
    });
  });

  it('takes a long context and a long answer', () => {
    const messages = [
      ...Array.from({ length: 64 }, () => question),
      { role: 'user', content: 'x'.repeat(40_000) },
    ];
    const chat = accepted({ messages, max_completion_tokens: 32_768 });
    expect(chat.messages).toHaveLength(65);
    expect(chat.passed.max_completion_tokens).toBe(32_768);
  });

  it('takes two rounds of parallel tool calls', () => {
    const messages = [question, called('a', 'b'), result('b'), result('a'), called('c'), result('c')];
    expect(accepted({ messages, tools: [weather] }).messages).toHaveLength(6);
  });

  it('takes images of the public internet and data URLs, recordings and files', () => {
    for (const url of ['https://example.com/a.png', 'data:image/png;base64,iVBORw0KGgo=']) {
      expect(accepted({ messages: [shows(url, 'low')] }).messages[0]).toEqual(shows(url, 'low'));
    }
    const content = [
      { type: 'text', text: 'What is it?' },
      { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
      { type: 'file', file: { file_data: 'data:application/pdf;base64,AA', filename: 'a.pdf' } },
    ];
    expect(accepted({ messages: [{ role: 'user', content }] }).messages[0]?.content).toEqual(content);
  });

  it('takes a seed of 64 bits, as clients draw them', () => {
    const seed = 2 ** 63 - 1;
    expect(accepted({ seed }).passed).toEqual({ seed });
    expect(accepted({ seed: -seed }).passed).toEqual({ seed: -seed });
  });

  it('is told the newer form of a call that an earlier answer made', () => {
    const call = { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } };
    expect(parse({ messages: [{ role: 'user', content: 'hi' }, call] })).toMatchObject({
      ok: false,
      code: 'unsupported_parameter',
      param: 'messages[1].function_call',
      detail: expect.stringContaining("'tool_calls'"),
    });
  });

  it('is told of an unknown field, whatever that is called', () => {
    for (const param of ['constructor', 'toString', 'top_k']) {
      expect(parse({ messages: [question], [param]: 1 })).toMatchObject({
        param,
        detail: `Unknown parameter: '${param}'.`,
      });
    }
  });

  it('is shared only when it asks for that, and hears of Libra only then', () => {
    expect(accepted({})).toMatchObject({ mayShare: false, wantsLibra: false });
    expect(accepted({ libra: {} })).toMatchObject({ mayShare: false, wantsLibra: true });
    expect(accepted({ libra: { cache: true } })).toMatchObject({ mayShare: true, wantsLibra: true });
  });

  const refused: [name: string, body: object, param: string, code?: string][] = [
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['functions', { functions: [{ name: 'f' }] }, 'functions', 'unsupported_parameter'],
    ['function_call', { function_call: 'auto' }, 'function_call', 'unsupported_parameter'],
    ['a field that is called as what every object has', { constructor: 1 }, 'constructor'],
    ['too many choices', { n: 129 }, 'n'],
    ['a word as seed', { seed: 'x' }, 'seed'],
    ['half a seed', { seed: 0.5 }, 'seed'],
    ['a seed of more than 64 bits', { seed: 1e19 }, 'seed'],
    ['five stops', { stop: ['1', '2', '3', '4', '5'] }, 'stop'],
    ['a bias out of range', { logit_bias: { 1: 101 } }, 'logit_bias.1'],
    ['top_logprobs alone', { top_logprobs: 2 }, 'top_logprobs'],
    ['a voice without its format', { modalities: ['audio'] }, 'audio'],
    [
      'a whole answer in mp3',
      { modalities: ['text', 'audio'], audio: { voice: 'alloy', format: 'mp3' } },
      'audio.format',
      'unsupported_value',
    ],
    ['a number as metadata', { metadata: { a: 1 } }, 'metadata.a'],
    ['a tool without a name', { tools: [{ type: 'function', function: {} }] }, 'tools[0].function.name'],
    ['a tool of an unknown kind', { tools: [{ type: 'magic' }] }, 'tools[0].type'],
    [
      'a name with spaces',
      { tools: [{ type: 'function', function: { name: 'a b' } }] },
      'tools[0].function.name',
    ],
    ['two tools of one name', { tools: [weather, weather] }, 'tools[1].function.name'],
    [
      'parameters that are no object',
      { tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'string' } } }] },
      'tools[0].function.parameters.type',
    ],
    [
      'a schema with an unknown type',
      {
        tools: [
          { type: 'function', function: { name: 'f', parameters: { properties: { a: { type: 'text' } } } } },
        ],
      },
      'tools[0].function.parameters.properties.a.type',
    ],
    [
      'an answer’s schema that is none',
      { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { anyOf: {} } } } },
      'response_format.json_schema.schema.anyOf',
    ],
    [
      'a schema without a name',
      { response_format: { type: 'json_schema', json_schema: {} } },
      'response_format.json_schema.name',
    ],
    ['a form of answer that is unknown', { response_format: { type: 'xml' } }, 'response_format.type'],
    ['a tool that must be called, without tools', { tool_choice: 'required' }, 'tool_choice'],
    [
      'a choice of a tool that is not there',
      { tools: [weather], tool_choice: { type: 'function', function: { name: 'other' } } },
      'tool_choice.function.name',
    ],
    ['a tool result without a call', { messages: [question, result('a')] }, 'messages[1].tool_call_id'],
    [
      'a tool result of another call',
      { messages: [question, called('a'), result('b')] },
      'messages[2].tool_call_id',
    ],
    ['a tool call without an id', { messages: [question, called('')] }, 'messages[1].tool_calls[0].id'],
    ['two tool calls of one id', { messages: [question, called('a', 'a')] }, 'messages[1].tool_calls[1].id'],
    [
      'arguments that are an object',
      {
        messages: [
          question,
          {
            role: 'assistant',
            tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: {} } }],
          },
        ],
      },
      'messages[1].tool_calls[0].function.arguments',
    ],
    ['a turn that says nothing', { messages: [question, { role: 'assistant' }] }, 'messages[1].content'],
    [
      'the role of functions',
      { messages: [{ role: 'function', name: 'f', content: '' }] },
      'messages[0].role',
    ],
    [
      'an image in the system’s message',
      { messages: [{ role: 'system', content: shows('https://example.com/a.png').content }] },
      'messages[0].content[0].type',
    ],
    [
      'an unknown part',
      { messages: [{ role: 'user', content: [{ type: 'video', video: 'x' }] }] },
      'messages[0].content[0].type',
    ],
    [
      'a file of nothing',
      { messages: [{ role: 'user', content: [{ type: 'file', file: {} }] }] },
      'messages[0].content[0].file',
    ],
    ...[
      'http://169.254.169.254/',
      'http://localhost/a.png',
      'file:///a.png',
      'data:text/html;base64,AA',
      'x',
    ].map((url): [string, object, string, string] => [
      `an image at ${url}`,
      { messages: [question, shows(url)] },
      'messages[1].content[0].image_url.url',
      'invalid_image_url',
    ]),
  ];
  it.each(refused)('is refused for %s, naming the field', (_name, body, param, code = 'invalid_request') => {
    expect(parse(body)).toMatchObject({ ok: false, code, param });
  });
});

describe('what a model cannot do', () => {
  it.each([
    [{ tools: false }, { tools: [weather] }, 'tools', 'unsupported_parameter'],
    [
      { jsonSchema: false },
      { response_format: EVERYTHING.response_format },
      'response_format.type',
      'unsupported_value',
    ],
    [
      { jsonObject: false },
      { response_format: { type: 'json_object' } },
      'response_format.type',
      'unsupported_value',
    ],
    [
      { images: false },
      { messages: [shows('https://example.com/a.png')] },
      'messages[0].content[0].type',
      'unsupported_value',
    ],
    [{ refusedFields: ['logprobs'] }, { logprobs: true }, 'logprobs', 'unsupported_parameter'],
    [{ maxCompletionTokens: 100 }, { max_tokens: 101 }, 'max_tokens', 'invalid_request'],
    [
      { windowTokens: 10 },
      { messages: [{ role: 'user', content: 'x'.repeat(81) }] },
      'messages',
      'context_length_exceeded',
    ],
  ])('%j refuses the field by its name', (abilities, body, param, code) => {
    expect(parse(body, abilities)).toMatchObject({ ok: false, code, param });
    expect(parse(body).ok).toBe(true);
  });

  it('does not refuse a field at its default', () => {
    expect(parse({ logprobs: false }, { refusedFields: ['logprobs'] }).ok).toBe(true);
  });

  it('may be more than the standard has', () => {
    expect(accepted({ top_k: 5 }, { extraFields: ['top_k'] }).passed).toEqual({ top_k: 5 });
  });
});
