import { describe, expect, it } from 'vitest';
import { findShapeFaults, type ShapeName } from './openai-shape.ts';

const head = { id: 'c', created: 1, model: 'm' };
const message = { role: 'assistant', content: 'hi', refusal: null };
const completion = {
  ...head,
  object: 'chat.completion',
  choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
};
const chunk = {
  ...head,
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta: { content: 'hi' }, finish_reason: null }],
};
const request = { model: 'm', messages: [{ role: 'user', content: 'hi' }] };
const error = { error: { message: 'no', type: 'invalid_request_error', param: null, code: null } };

describe('the forms of the chat API', () => {
  it.each<[ShapeName, unknown]>([
    ['chatRequest', request],
    ['chatCompletion', completion],
    ['chatChunk', chunk],
    [
      'chatChunk',
      { ...chunk, choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } },
    ],
    ['modelList', { object: 'list', data: [{ id: 'm', object: 'model', created: 0, owned_by: 'o' }] }],
    ['error', error],
  ])('have a %s', (shape, value) => {
    expect(findShapeFaults(shape, value)).toEqual([]);
  });

  it.each<[ShapeName, unknown, string]>([
    ['chatRequest', { ...request, libra: {} }, 'chatRequest.: '],
    ['chatRequest', { ...request, messages: [{ role: 'user', content: 'hi', refusal: null }] }, 'messages.0'],
    ['chatRequest', { ...request, tools: [] }, 'tools'],
    ['chatCompletion', { ...completion, libra: {} }, 'libra'],
    [
      'chatCompletion',
      { ...completion, choices: [{ ...completion.choices[0], logprobs: undefined }] },
      'logprobs',
    ],
    ['chatChunk', { ...chunk, model: '' }, 'model'],
    ['chatChunk', { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: '' }] }, 'finish_reason'],
    ['error', { error: { message: 'no' } }, 'error.type'],
  ])('find what a %s may not be', (shape, value, place) => {
    expect(findShapeFaults(shape, value).join()).toContain(place);
  });
});
