import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANY_MODEL, type ModelAbilities } from '../request/models/abilities.ts';
import { type AcceptedResponses, parseResponsesRequest } from './accept.ts';
import { renameParam } from './params.ts';

const ask = { model: 'gpt-4o-mini', input: '안녕?' };
const weather = {
  type: 'function',
  name: 'weather',
  description: 'The weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
  strict: true,
};
const message = (...content: object[]) => ({ role: 'user', content });
const text = (value: string) => ({ type: 'input_text', text: value });
const image = (image_url: string, detail?: string) => ({ type: 'input_image', image_url, detail });

function accepted(body: object): AcceptedResponses {
  const parsed = parseResponsesRequest({ ...ask, ...body });
  if (!parsed.ok) throw new Error(`${parsed.code} ${parsed.param} ${parsed.detail}`);
  return parsed.value;
}

function refusal(body: unknown, abilities: Partial<ModelAbilities> = {}) {
  const parsed = parseResponsesRequest(body, () => [{ ...ANY_MODEL, ...abilities }]);
  if (parsed.ok) throw new Error('it was accepted');
  const { code, param, detail } = parsed;
  return { code, param, detail };
}

describe('a responses request', () => {
  it('becomes a chat request with the same meaning', () => {
    const { chat } = accepted({
      instructions: 'Be brief.',
      tools: [
        weather,
        { type: 'custom', name: 'shell', format: { type: 'grammar', syntax: 'lark', definition: 'x' } },
      ],
      tool_choice: { type: 'function', name: 'weather' },
      parallel_tool_calls: false,
      text: {
        format: { type: 'json_schema', name: 'city', strict: true, schema: { type: 'object' } },
        verbosity: 'low',
      },
      reasoning: { effort: 'high', summary: 'auto' },
      include: ['message.output_text.logprobs', 'reasoning.encrypted_content'],
      max_output_tokens: 100,
      temperature: 0.5,
      top_p: 0.9,
      top_logprobs: 3,
      store: false,
      service_tier: 'flex',
      prompt_cache_key: 'k',
      prompt_cache_retention: '24h',
      safety_identifier: 's',
      user: 'u',
      stream: true,
    });
    expect(chat).toMatchObject({
      model: 'gpt-4o-mini',
      stream: true,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: '안녕?' },
      ],
    });
    const { type: _, ...called } = weather;
    expect(chat.passed).toEqual({
      tools: [
        { type: 'function', function: called },
        {
          type: 'custom',
          custom: {
            name: 'shell',
            format: { type: 'grammar', grammar: { syntax: 'lark', definition: 'x' } },
          },
        },
      ],
      tool_choice: { type: 'function', function: { name: 'weather' } },
      parallel_tool_calls: false,
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'city', strict: true, schema: { type: 'object' } },
      },
      verbosity: 'low',
      reasoning_effort: 'high',
      logprobs: true,
      top_logprobs: 3,
      max_completion_tokens: 100,
      temperature: 0.5,
      top_p: 0.9,
      store: false,
      service_tier: 'flex',
      prompt_cache_key: 'k',
      prompt_cache_retention: '24h',
      safety_identifier: 's',
      user: 'u',
    });
  });

  it('passes on the tools that are allowed', () => {
    const { chat } = accepted({
      tools: [weather],
      tool_choice: {
        type: 'allowed_tools',
        mode: 'required',
        tools: [{ type: 'function', name: 'weather' }],
      },
    });
    expect(chat.passed.tool_choice).toEqual({
      type: 'allowed_tools',
      allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'weather' } }] },
    });
  });

  it('says nothing by nulls and explicit defaults', () => {
    const nulls = [
      'instructions tools tool_choice parallel_tool_calls text reasoning include max_output_tokens max_tool_calls temperature',
      'top_p top_logprobs truncation metadata store background service_tier prompt_cache_key prompt_cache_retention',
      'safety_identifier user stream stream_options previous_response_id conversation prompt context_management moderation',
    ];
    const names = nulls.join(' ').split(' ');
    expect(accepted(Object.fromEntries(names.map((name) => [name, null]))).chat).toEqual(accepted({}).chat);
    const defaults = {
      instructions: '',
      tools: [],
      tool_choice: 'auto',
      parallel_tool_calls: true,
      text: { format: { type: 'text' }, verbosity: null },
      reasoning: { effort: null, summary: null },
      include: [],
      top_logprobs: 0,
      truncation: 'disabled',
      metadata: {},
      background: false,
      service_tier: 'auto',
      stream: false,
      stream_options: { include_obfuscation: null },
      context_management: [],
    };
    expect(accepted(defaults).chat.passed).toEqual({});
  });

  it('keeps its metadata for the answer, since providers refuse what they do not store', () => {
    const { chat, fields } = accepted({ metadata: { a: 'b' } });
    expect(chat.passed).toEqual({});
    expect(fields.metadata).toEqual({ a: 'b' });
  });

  it('passes an image on with its detail', () => {
    const { chat } = accepted({ input: [message(text('What?'), image('https://example.com/a.png', 'low'))] });
    expect(chat.messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What?' },
          { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
        ],
      },
    ]);
  });

  it('takes a file and a recording', () => {
    const { chat } = accepted({
      input: [
        message(
          {
            type: 'input_file',
            filename: 'a.pdf',
            file_data: 'data:application/pdf;base64,AAAA',
            file_id: null,
          },
          { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
        ),
      ],
    });
    expect(chat.messages[0]?.content).toEqual([
      { type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA', filename: 'a.pdf' } },
      { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
    ]);
  });
});

describe('what needs state', () => {
  it.each([
    ['previous_response_id', 'unsupported_parameter', { previous_response_id: 'resp_1' }],
    ['conversation', 'unsupported_parameter', { conversation: { id: 'conv_1' } }],
    ['prompt', 'unsupported_parameter', { prompt: { id: 'pmpt_1' } }],
    ['background', 'unsupported_value', { background: true }],
    ['store', 'unsupported_value', { store: true }],
    ['input[0].id', 'unsupported_value', { input: [{ type: 'item_reference', id: 'msg_1' }] }],
    ['input[1].id', 'unsupported_value', { input: [message(text('x')), { id: 'rs_1' }] }],
    [
      'input[0].content[0].file_id',
      'unsupported_parameter',
      { input: [message({ type: 'input_image', file_id: 'f' })] },
    ],
  ])('is refused by the name %s', (param, code, body) => {
    expect(refusal({ ...ask, ...body })).toMatchObject({ param, code });
  });

  it('is refused before anything else that is wrong', () => {
    expect(refusal({ previous_response_id: 'resp_1' })).toMatchObject({ param: 'previous_response_id' });
  });

  it('may be a reference to thoughts of Libra, which are left out', () => {
    const { chat } = accepted({
      input: [message(text('x')), { type: 'item_reference', id: 'rs_libra_1_0' }],
    });
    expect(chat.messages).toEqual([{ role: 'user', content: 'x' }]);
  });
});

describe('what cannot be carried', () => {
  it.each([
    ['tools[1].type', 'unsupported_value', { tools: [weather, { type: 'web_search' }] }],
    ['tools[0].type', 'unsupported_value', { tools: [{ type: 'file_search', vector_store_ids: ['v'] }] }],
    ['tools[0].type', 'unsupported_value', { tools: [{ type: 'mcp', server_label: 'x' }] }],
    ['tools[0].defer_loading', 'invalid_request', { tools: [{ ...weather, defer_loading: true }] }],
    ['tool_choice.type', 'unsupported_value', { tool_choice: { type: 'web_search_preview' } }],
    [
      'tool_choice.tools[0].type',
      'unsupported_value',
      { tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'mcp', server_label: 'x' }] } },
    ],
    [
      'input[0].type',
      'unsupported_value',
      { input: [{ type: 'web_search_call', id: 'ws_1', status: 'completed' }] },
    ],
    ['input[0].type', 'unsupported_value', { input: [{ type: 'compaction', encrypted_content: 'x' }] }],
    [
      'input[0].output[0].type',
      'invalid_request',
      {
        input: [{ type: 'function_call_output', call_id: 'c', output: [image('https://example.com/a.png')] }],
      },
    ],
    [
      'input[0].content[0].file_url',
      'unsupported_parameter',
      { input: [message({ type: 'input_file', file_url: 'https://example.com/a.pdf' })] },
    ],
    ['truncation', 'unsupported_value', { truncation: 'auto' }],
    ['context_management', 'unsupported_parameter', { context_management: [{ type: 'compaction' }] }],
    ['moderation', 'unsupported_parameter', { moderation: { model: 'm' } }],
    ['prompt_cache_options', 'unsupported_parameter', { prompt_cache_options: { mode: 'explicit' } }],
    [
      'stream_options.include_obfuscation',
      'unsupported_value',
      { stream_options: { include_obfuscation: true } },
    ],
    ['reasoning.mode', 'invalid_request', { reasoning: { mode: 'pro' } }],
    ['include[0]', 'invalid_request', { include: ['everything'] }],
    ['messages', 'invalid_request', { messages: [] }],
    ['seed', 'invalid_request', { seed: 1 }],
    ['text.style', 'invalid_request', { text: { style: 'x' } }],
    [
      'input[0].content[0].prompt_cache_breakpoint',
      'invalid_request',
      { input: [message({ ...text('x'), prompt_cache_breakpoint: { mode: 'explicit' } })] },
    ],
  ])('is refused by the name %s', (param, code, body) => {
    expect(refusal({ ...ask, ...body })).toMatchObject({ param, code });
  });
});

describe('what the chat request’s check refuses', () => {
  const call = (call_id: string) => ({ type: 'function_call', call_id, name: 'weather', arguments: '{}' });
  it.each([
    ['input', { input: '' }],
    ['input', { input: [] }],
    ['input', { input: undefined }],
    ['input[1].content', { input: [message(text('x')), message(text(' '))] }],
    [
      'input[1].content[1].image_url',
      { input: [message(text('x')), message(text('y'), image('http://10.0.0.1/'))] },
    ],
    ['input[0].content[0].detail', { input: [message(image('https://example.com/a.png', 'most'))] }],
    ['input[0].content[0].type', { input: [message({ type: 'input_video' })] }],
    ['input[0].role', { input: [{ role: 'king', content: 'x' }] }],
    ['input[2].call_id', { input: [message(text('x')), call('a'), call('a')] }],
    ['input[1].name', { input: [message(text('x')), { ...call('a'), name: '' }] }],
    [
      'input[1].call_id',
      { input: [message(text('x')), { type: 'function_call_output', call_id: 'b', output: 'y' }] },
    ],
    ['tools[0].name', { tools: [{ ...weather, name: 'a b' }] }],
    ['tools[1].name', { tools: [weather, weather] }],
    ['tools[0].parameters.type', { tools: [{ ...weather, parameters: { type: 'string' } }] }],
    ['tool_choice.name', { tools: [weather], tool_choice: { type: 'function', name: 'mail' } }],
    [
      'tool_choice.tools[0].name',
      {
        tools: [weather],
        tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'mail' }] },
      },
    ],
    [
      'text.format.schema.type',
      { text: { format: { type: 'json_schema', name: 'x', schema: { type: 'array' } } } },
    ],
    ['text.format.name', { text: { format: { type: 'json_schema', name: 'a b', schema: {} } } }],
    ['text.verbosity', { text: { verbosity: 'loud' } }],
    ['reasoning.effort', { reasoning: { effort: 7 } }],
    ['max_output_tokens', { max_output_tokens: 0 }],
    ['temperature', { temperature: 9 }],
    ['top_logprobs', { top_logprobs: 21 }],
    ['metadata.a', { metadata: { a: 7 } }],
    ['libra.caller', { libra: { caller: { user_id: '1', guild_id: null, channel_id: '1', locale: 'ko' } } }],
  ])('is told by the name %s', (param, body) => {
    const told = refusal({ ...ask, ...body });
    expect(told.param).toBe(param);
    expect(told.detail ?? '').not.toMatch(/messages|completion/);
  });

  it("finds the item that a provider's param is about, in the form that OpenAI gives some of them", () => {
    const { places } = accepted({ instructions: 'x', input: [message(text('x')), call('a')] });
    expect(renameParam('messages.[2].role', places)).toBe('input[1].role');
    expect(renameParam('messages.[9].role', places)).toBe('input[9].role');
  });

  it('does not hold `store: false` against a model that refuses the field', () => {
    const parsed = parseResponsesRequest({ ...ask, store: false }, () => [
      { ...ANY_MODEL, refusedFields: ['store'] },
    ]);
    expect(parsed).toMatchObject({
      ok: true,
      value: { chat: { passed: { store: false }, droppable: ['store'] } },
    });
  });

  it.each([
    ['max_output_tokens', { max_output_tokens: 20 }, { maxCompletionTokens: 10 }],
    ['reasoning.effort', { reasoning: { effort: 'low' } }, { refusedFields: ['reasoning_effort'] }],
    [
      'text.format.type',
      { text: { format: { type: 'json_schema', name: 'x', schema: {} } } },
      { jsonSchema: false },
    ],
    [
      'input[0].content[1].type',
      { input: [message(text('x'), image('https://example.com/a.png'))] },
      { images: false },
    ],
    ['tools', { tools: [weather] }, { tools: false }],
    ['input', {}, { windowTokens: 0 }],
  ])('for this model is told by the name %s', (param, body, abilities) => {
    const told = refusal({ ...ask, ...body }, abilities);
    expect(told.param).toBe(param);
    if (told.detail?.includes("'")) expect(told.detail).toContain(`'${param}'`);
  });
});

describe('any JSON', () => {
  const names = [
    'input',
    'model',
    'tools',
    'tool_choice',
    'text',
    'reasoning',
    'include',
    'metadata',
    'store',
    'stream',
  ];
  const item = fc.record(
    {
      type: fc.constantFrom(
        'message',
        'function_call',
        'function_call_output',
        'reasoning',
        'item_reference',
        'x',
        null,
      ),
      role: fc.constantFrom('user', 'assistant', 'system', 'tool'),
      id: fc.string(),
      call_id: fc.constantFrom('a', 'b', ''),
      name: fc.string(),
      arguments: fc.string(),
      output: fc.oneof(fc.string(), fc.jsonValue()),
      summary: fc.jsonValue(),
      content: fc.oneof(
        fc.string(),
        fc.array(fc.record({ type: fc.constantFrom('input_text', 'output_text'), text: fc.string() })),
      ),
    },
    { requiredKeys: [] },
  );
  const body = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(fc.constantFrom(...names), fc.jsonValue()),
    fc.record({ input: fc.array(item, { minLength: 1 }), model: fc.constant('gpt-4o-mini') }),
  );

  it('is accepted, or refused by a field that the client knows', () => {
    fc.assert(
      fc.property(body, (given) => {
        const parsed = parseResponsesRequest(given);
        if (parsed.ok) expect(parsed.value.chat.messages).not.toEqual([]);
        else expect(parsed.param ?? '').not.toMatch(/^messages|tool_calls|^response_format|^max_completion/);
      }),
      { numRuns: 500 },
    );
  });
});
