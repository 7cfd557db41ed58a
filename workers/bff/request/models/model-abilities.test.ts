import { describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../../../shared/catalogue/parse.ts';
import { parseChatRequest } from '../chat-request.ts';
import { abilitiesOf } from './model-abilities.ts';

const parsed = parseCatalogue({
  default: 'either',
  providers: [{ name: 'desk', base_url: 'http://localhost:1/v1', auth: 'none' }],
  models: [
    { name: 'text', provider: 'desk', context_window: 1_000, abilities: [], refuses: ['seed'] },
    {
      name: 'eyes',
      provider: 'desk',
      context_window: 8_000,
      max_completion_tokens: 500,
      abilities: ['vision', 'tools'],
    },
    {
      name: 'priced',
      provider: 'desk',
      refuses: ['seed'],
      prices: { date: '2026-11-01', prompt: 1, completion: 2 },
    },
    { name: 'unknown', provider: 'desk' },
  ],
  aliases: [{ name: 'either', chain: [{ target: 'text' }, { target: 'eyes' }] }],
});
if (!parsed.ok) throw new Error('the catalogue is wrong');
const { catalogue } = parsed;

const text = (chars: number) => [{ role: 'user', content: 'x'.repeat(chars) }];
const image = [
  { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }] },
];
const tools = [{ type: 'function', function: { name: 'weather' } }];

function ask(model: string | undefined, body: object) {
  const input = { messages: text(1), ...(model === undefined ? {} : { model }), ...body };
  return parseChatRequest(input, 'client', (name) => abilitiesOf(catalogue, name));
}

describe('what the catalogue says of a model', () => {
  it.each([
    ['text', { tools }, 'unsupported_parameter', 'tools'],
    ['text', { messages: image }, 'unsupported_value', 'messages[0].content[0].type'],
    ['text', { seed: 1 }, 'unsupported_parameter', 'seed'],
    ['priced', { seed: 1 }, 'unsupported_parameter', 'seed'],
    ['text', { reasoning_effort: 'low' }, 'unsupported_parameter', 'reasoning_effort'],
    ['text', { max_tokens: 1_001 }, 'invalid_request', 'max_tokens'],
    ['eyes', { max_completion_tokens: 501 }, 'invalid_request', 'max_completion_tokens'],
    [
      'eyes',
      { modalities: ['audio'], audio: { voice: 'a', format: 'pcm16' } },
      'unsupported_value',
      'modalities',
    ],
    ['eyes', { messages: text(64_001) }, 'context_length_exceeded', 'messages'],
  ])('refuses of %s %j', (model, body, code, param) => {
    expect(ask(model, body)).toMatchObject({ ok: false, code, param });
    expect(ask('unknown', body).ok).toBe(true);
  });

  it('names the window as OpenAI does', () => {
    expect(ask('text', { messages: text(8_001) })).toMatchObject({
      detail: expect.stringContaining("This model's maximum context length is 1000 tokens."),
    });
  });

  it.each([{ tools }, { messages: image }, { seed: 1 }, { messages: text(8_001) }])(
    'takes %j when one target of the chain can do it',
    (body) => {
      expect(ask('either', body).ok).toBe(true);
      expect(ask(undefined, body).ok).toBe(true);
    },
  );

  it('refuses of a chain what no target can do alone', () => {
    expect(ask('either', { tools, messages: text(64_001) })).toMatchObject({
      code: 'context_length_exceeded',
    });
    // One has no tools, the other writes less.
    expect(ask('either', { tools, max_tokens: 1_000 })).toMatchObject({ param: 'tools' });
  });
});
