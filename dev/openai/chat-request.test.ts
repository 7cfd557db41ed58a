import { describe, expect, it } from 'vitest';
import { parseChatRequest } from './chat-request.ts';

const CALL = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } };
const IMAGE = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
const GOOD = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }] };

describe('parseChatRequest', () => {
  it('reads a request with its defaults', () => {
    expect(parseChatRequest(GOOD)).toMatchObject({
      ok: true,
      request: { stream: false, includeUsage: false, maxTokens: null, stop: [], promptTokens: 8 },
    });
  });

  it('joins text parts and lets an assistant be silent who calls', () => {
    const messages = [
      { role: 'assistant', content: null, tool_calls: [CALL] },
      { role: 'tool', tool_call_id: CALL.id, content: '1' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
          { type: 'text', text: 'b' },
        ],
      },
    ];
    expect(parseChatRequest({ ...GOOD, messages })).toMatchObject({
      request: { messages: [{ text: '' }, { text: '1' }, { text: 'a\nb', images: 1 }] },
    });
  });

  it('finds a model by its dated name too', () => {
    expect(parseChatRequest({ ...GOOD, model: 'gpt-4o-mini-2024-07-18' })).toMatchObject({
      request: { model: { id: 'gpt-4o-mini' } },
    });
  });

  it.each([
    ['a silent assistant', { role: 'assistant', content: null }, 'content', 'invalid_type'],
    ['no part', { role: 'user', content: [] }, 'content', 'empty_array'],
    ['an image of the system', { role: 'system', content: [IMAGE] }, 'content[0].type', 'invalid_value'],
    [
      'an image of an unknown format',
      {
        role: 'user',
        content: [{ type: 'image_url', image_url: { url: 'data:image/heic;base64,AAAA' } }],
      },
      'content[0].image_url.url',
      'invalid_image_format',
    ],
    ['a field of ours in a message', { role: 'user', content: 'x', libra: 1 }, 'libra', 'unknown_parameter'],
    [
      'the id of another model’s call',
      { role: 'assistant', content: null, tool_calls: [{ ...CALL, id: 'a'.repeat(41) }] },
      'tool_calls[0].id',
      'string_above_max_length',
    ],
    [
      'arguments that are no text',
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ ...CALL, function: { name: 'f', arguments: {} } }],
      },
      'tool_calls[0].function.arguments',
      'missing_required_parameter',
    ],
  ])('refuses %s in a message', (_what, message, param, code) => {
    expect(parseChatRequest({ ...GOOD, messages: [message] })).toMatchObject({
      ok: false,
      error: { status: 400, body: { error: { param: `messages[0].${param}`, code } } },
    });
  });

  it.each([
    ['no JSON', undefined, 400, null, null],
    ['a list', [], 400, null, null],
    ['a field of ours', { ...GOOD, libra: {} }, 400, null, null],
    ['no model', { messages: GOOD.messages }, 400, null, null],
    ['an unknown model', { ...GOOD, model: 'gpt-9' }, 404, null, 'model_not_found'],
    ['no messages', { model: 'gpt-4o' }, 400, 'messages', 'missing_required_parameter'],
    ['messages that are no list', { ...GOOD, messages: 'hi' }, 400, 'messages', 'invalid_type'],
    ['no message in the list', { ...GOOD, messages: [] }, 400, 'messages', 'empty_array'],
    [
      'an unknown role',
      { ...GOOD, messages: [{ role: 'king', content: '' }] },
      400,
      'messages[0].role',
      'invalid_value',
    ],
    [
      'content of another type',
      { ...GOOD, messages: [{ role: 'user', content: 1 }] },
      400,
      'messages[0].content',
      'invalid_type',
    ],
    ['a silent user', { ...GOOD, messages: [{ role: 'user' }] }, 400, 'messages[0].content', 'invalid_type'],
    [
      'a long name of a person',
      { ...GOOD, safety_identifier: 'a'.repeat(65) },
      400,
      'safety_identifier',
      'string_above_max_length',
    ],
    ['too hot', { ...GOOD, temperature: 2.1 }, 400, 'temperature', 'decimal_above_max_value'],
    ['too cold', { ...GOOD, top_p: -1 }, 400, 'top_p', 'decimal_below_min_value'],
    [
      'a limit of nothing',
      { ...GOOD, max_completion_tokens: 0 },
      400,
      'max_completion_tokens',
      'invalid_value',
    ],
    ['a limit over the model’s', { ...GOOD, max_tokens: 16_385 }, 400, 'max_tokens', 'invalid_value'],
    ['five stops', { ...GOOD, stop: ['1', '2', '3', '4', '5'] }, 400, 'stop', 'invalid_type'],
    ['stream options without a stream', { ...GOOD, stream_options: {} }, 400, 'stream_options', null],
    [
      'a prompt over the context',
      { ...GOOD, messages: [{ role: 'user', content: '가'.repeat(256_000) }] },
      400,
      'messages',
      'context_length_exceeded',
    ],
  ])('refuses %s', (_name, body, status, param, code) => {
    expect(parseChatRequest(body)).toMatchObject({
      ok: false,
      error: { status, body: { error: { param, code } } },
    });
  });
});
