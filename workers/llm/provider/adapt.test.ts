import { describe, expect, it } from 'vitest';
import { type Adaptation, adapt, findAdaptation } from './adapt.ts';
import type { ProviderRequest } from './provider.ts';

const REQUEST: ProviderRequest = {
  model: 'm',
  messages: [
    { role: 'developer', content: 'Be brief.' },
    { role: 'user', content: 'hi' },
    { role: 'assistant', content: 'Hi.', reasoning_content: 'A greeting.' },
  ],
  stream: true,
  stream_options: { include_usage: true },
  max_completion_tokens: 100,
  temperature: 0.5,
  tools: [],
};
const fault = (param?: string, detail?: string) => ({
  cause: 'request_rejected' as const,
  status: 400,
  ...(param === undefined ? {} : { param }),
  ...(detail === undefined ? {} : { detail }),
});

describe('a refused field', () => {
  it.each<[string, ReturnType<typeof fault>, string[], Adaptation | undefined]>([
    ['that llm added is dropped', fault('stream_options'), [], { kind: 'drop', field: 'stream_options' }],
    [
      'of which a part is named is dropped',
      fault('stream_options.include_usage'),
      [],
      { kind: 'drop', field: 'stream_options' },
    ],
    [
      'named in the sentence alone is dropped',
      fault(undefined, 'Unrecognized request argument supplied: stream_options'),
      [],
      { kind: 'drop', field: 'stream_options' },
    ],
    [
      'with another name is renamed',
      fault(undefined, "Unknown field 'max_completion_tokens', use 'max_tokens'"),
      ['max_completion_tokens'],
      { kind: 'rename', field: 'max_completion_tokens', to: 'max_tokens' },
    ],
    ['that the caller set stays the caller’s', fault('max_completion_tokens'), [], undefined],
    ['that the caller set stays the caller’s', fault('temperature'), [], undefined],
    [
      'that Libra set is dropped',
      fault('temperature'),
      ['temperature'],
      { kind: 'drop', field: 'temperature' },
    ],
    ['that is not in the request changes nothing', fault('logprobs'), ['logprobs'], undefined],
    [
      'role is translated',
      fault('messages[0].role', "Invalid value: 'developer'."),
      [],
      { kind: 'role', from: 'developer', to: 'system' },
    ],
    [
      'of what a model thought is left out of all messages',
      fault('messages.1.assistant.reasoning_content', 'Extra inputs are not permitted'),
      [],
      { kind: 'no_thoughts' },
    ],
    [
      'of what a model thought is found in a sentence',
      fault(undefined, "'messages.1' : property 'reasoning_content' is unsupported"),
      [],
      { kind: 'no_thoughts' },
    ],
    [
      'that is only named in the fault of another one changes nothing',
      fault('tools[0].function.parameters', "Invalid schema for function 'stream_options'"),
      [],
      undefined,
    ],
    [
      'is found under another name of tools',
      fault(
        undefined,
        '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
      ),
      ['tools'],
      { kind: 'drop', field: 'tools' },
    ],
    [
      'is found under an older name of tools',
      fault(undefined, 'Function calling is not enabled for models/gemma-3-27b-it'),
      ['tools'],
      { kind: 'drop', field: 'tools' },
    ],
    ['without a name changes nothing', fault(), ['temperature'], undefined],
  ])('%s', (_name, refusal, own, expected) => {
    expect(findAdaptation(refusal, REQUEST, own)).toEqual(expected);
  });

  it('that is the id of a call of another model is shortened, with that of its result', () => {
    const call = (id: string) => ({
      id,
      type: 'function' as const,
      function: { name: 'f', arguments: '{}' },
    });
    const [long, other] = ['a'.repeat(83), 'b'.repeat(83)];
    const request: ProviderRequest = {
      ...REQUEST,
      messages: [
        { role: 'user', content: 'hi' },
        { role: 'assistant', content: null, tool_calls: [call(long), call('call_1'), call(other)] },
        { role: 'tool', tool_call_id: long, content: '1' },
        { role: 'tool', tool_call_id: 'call_1', content: '2' },
        { role: 'tool', tool_call_id: other, content: '3' },
      ],
    };
    const refusal = fault(
      'messages[1].tool_calls[0].id',
      "Invalid 'messages[1].tool_calls[0].id': string too long. Expected a string with maximum length 40, but got a string with length 83 instead.",
    );
    expect(findAdaptation(refusal, REQUEST, [])).toBeUndefined();
    expect(findAdaptation(refusal, request, [])).toEqual({ kind: 'call_ids' });
    const { messages } = adapt(request, [{ kind: 'call_ids' }], []);
    const ids = messages.flatMap((message) => {
      if (message.role === 'tool') return [message.tool_call_id];
      return message.role === 'assistant' ? (message.tool_calls ?? []).map(({ id }) => id) : [];
    });
    expect(ids.slice(0, 3)).toEqual(ids.slice(3));
    expect(new Set(ids).size).toBe(3);
    expect(ids[1]).toBe('call_1');
    expect(Math.max(...ids.map(({ length }) => length))).toBeLessThanOrEqual(40);
  });

  it.each([
    ['reasoning_content', 'Missing `reasoning_content` field in the assistant message at message index 2.'],
    ['reasoning_content', 'The `reasoning_content` in the thinking mode must be passed back to the API.'],
    [
      'reasoning_content',
      'thinking is enabled but reasoning_content is missing in assistant tool call message at index 3',
    ],
    ['thought_signature', 'Function call is missing a thought_signature in functionCall parts.'],
    [
      'thought_signature',
      'Unable to submit request because function call `default_api:roll` in the 4. content block is missing a `thought_signature`.',
    ],
  ] as const)('that is missing, %s, has a stand-in: %s', (lacking, detail) => {
    const call = { id: 'a', type: 'function' as const, function: { name: 'roll', arguments: '{}' } };
    const request: ProviderRequest = {
      ...REQUEST,
      messages: [
        { role: 'user', content: 'hi' },
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'a', content: '4' },
      ],
    };
    const adaptation = findAdaptation(fault(undefined, detail), request, []);
    expect(adaptation).toEqual({ kind: 'stand_in', for: lacking });
    if (adaptation === undefined) return;
    const [user, assistant, tool] = adapt(request, [adaptation], []).messages;
    expect([user, tool]).toEqual([request.messages[0], request.messages[2]]);
    const signed = {
      ...call,
      extra_content: { google: { thought_signature: 'skip_thought_signature_validator' } },
    };
    expect(assistant).toEqual({
      role: 'assistant',
      content: null,
      ...(lacking === 'reasoning_content'
        ? { reasoning_content: ' ', tool_calls: [call] }
        : { tool_calls: [signed] }),
    });
  });

  it('of calls that another provider has signed is left out of them', () => {
    const call = { id: 'a', type: 'function' as const, function: { name: 'roll', arguments: '{}' } };
    const signed = { ...call, extra_content: { google: { thought_signature: 's' } } };
    const asked = (calls: (typeof call)[]): ProviderRequest => ({
      ...REQUEST,
      messages: [{ role: 'assistant', content: null, reasoning_content: 'Hm.', tool_calls: calls }],
    });
    const refused = fault(undefined, "'messages.0.tool_calls.0' : property 'extra_content' is unsupported");
    expect(findAdaptation(refused, asked([call]), [])).toBeUndefined();
    const adaptation = findAdaptation(refused, asked([signed]), []);
    expect(adaptation).toEqual({ kind: 'no_signatures' });
    expect(adapt(asked([signed]), [{ kind: 'no_signatures' }], [])).toEqual(asked([call]));
  });

  it('is left out or renamed from then on, where Libra set it', () => {
    const known: Adaptation[] = [
      { kind: 'drop', field: 'stream_options' },
      { kind: 'rename', field: 'max_completion_tokens', to: 'max_tokens' },
      { kind: 'role', from: 'developer', to: 'system' },
      { kind: 'no_thoughts' },
    ];
    const adapted = adapt(REQUEST, known, ['max_completion_tokens']);
    expect(adapted).not.toHaveProperty('stream_options');
    expect(adapted).not.toHaveProperty('max_completion_tokens');
    expect(adapted).toMatchObject({ max_tokens: 100, messages: [{ role: 'system' }, {}, {}] });
    expect(adapted.messages[2]).toEqual({ role: 'assistant', content: 'Hi.' });
    expect(adapt(REQUEST, known, [])).toMatchObject({ max_completion_tokens: 100 });
  });
});
