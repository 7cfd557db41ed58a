import fc from 'fast-check';
import { ResponseStream } from 'openai/lib/responses/ResponseStream';
import { describe, expect, it } from 'vitest';
import { createAssembler } from '../../../shared/chat/assemble.ts';
import type { ChatChunk, ChunkChoice } from '../../../shared/chat/chunk.ts';
import { parseFrame } from '../../../shared/chat/chunk.ts';
import type { FinishReason } from '../../../shared/chat/finish.ts';
import { toCompletionChoice } from '../answer/choices.ts';
import type { StoredAnswer } from '../idempotency/stored-answer.ts';
import { replayChunks } from '../stream/wire.ts';
import { parseResponsesRequest } from './accept.ts';
import type { NumberedEvent } from './events.ts';
import type { ResponseObject } from './response.ts';
import { type AnswerFinish, createTranslator, type Translator } from './translate.ts';

function fieldsOf(body: object = {}) {
  const parsed = parseResponsesRequest({ model: 'gpt-4o-mini', input: '안녕?', ...body });
  if (!parsed.ok) throw new Error(`${parsed.param}`);
  return parsed.value.fields;
}

function open(body: object = {}): Translator {
  return createTranslator({
    fields: fieldsOf(body),
    model: 'asked',
    now: () => 7_000,
    createStem: () => 'made',
  });
}

function chunk(said: Partial<ChunkChoice>): ChatChunk {
  const nothing = { index: 0, text: '', refusal: '', reasoning: '', toolCalls: [] };
  return { id: 'chatcmpl-1', created: 5, model: 'm-1', choices: [{ ...nothing, ...said }] };
}

const usage = {
  prompt_tokens: 9,
  completion_tokens: 5,
  total_tokens: 14,
  prompt_tokens_details: { cached_tokens: 4 },
  completion_tokens_details: { reasoning_tokens: 2 },
};
const stop: AnswerFinish = { finishReason: 'stop', usage };
const piece = (index: number, args: string, more: object = {}) => ({
  toolCalls: [{ index, arguments: args, ...more }],
});

function eventsOf(
  said: Partial<ChunkChoice>[],
  finish: AnswerFinish = stop,
  body: object = {},
): NumberedEvent[] {
  const translator = open(body);
  return [...said.flatMap((each) => translator.add(chunk(each))), ...translator.finish(finish)];
}

function responseOf(events: NumberedEvent[]): ResponseObject {
  const last = events.at(-1);
  if (last === undefined || !('response' in last)) throw new Error('no response at the end');
  return last.response;
}

const short = ({ type }: NumberedEvent) => type.replace('response.', '');

describe('a call without arguments', () => {
  const begun = piece(0, '', { id: 'call_a', name: 'now' });

  // Clients read them by JSON.parse: OpenAI's Agents SDK and Python client among them.
  it('has an empty object as its arguments', () => {
    const events = eventsOf([begun], { ...stop, finishReason: 'tool_calls' });
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'response.function_call_arguments.delta', delta: '{}' }),
    );
    expect(responseOf(events).output).toEqual([expect.objectContaining({ arguments: '{}' })]);
  });

  it('has none when it was cut', () => {
    const events = eventsOf([begun], { ...stop, finishReason: 'length' });
    expect(responseOf(events).output).toEqual([expect.objectContaining({ arguments: '' })]);
  });

  it.each([
    ['tool_calls', '{}'],
    ['length', ''],
    ['content_filter', ''],
  ] as const)('has in a whole chat answer that ends by %s: %j', (finishReason, args) => {
    const { add, answer } = createAssembler();
    add(chunk({ ...begun, finishReason }));
    const calls = answer.choices.flatMap((choice) => toCompletionChoice(choice).message.tool_calls ?? []);
    expect(calls).toEqual([expect.objectContaining({ function: { name: 'now', arguments: args } })]);
  });
});

describe('the events of an answer', () => {
  it('begin and end with the response, and go through its one message', () => {
    const events = eventsOf([{ text: '안녕' }, { text: '하세요' }, { finishReason: 'stop' }]);
    expect(events.map(short)).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'completed',
    ]);
    expect(events.map(({ sequence_number: number }) => number)).toEqual(events.map((_, index) => index));
    expect(responseOf(events)).toMatchObject({
      id: 'resp_1',
      object: 'response',
      created_at: 5,
      completed_at: 7,
      model: 'm-1',
      status: 'completed',
      error: null,
      incomplete_details: null,
      store: false,
      previous_response_id: null,
      output: [
        {
          id: 'msg_1_0',
          type: 'message',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: '안녕하세요', annotations: [], logprobs: [] }],
        },
      ],
      usage: {
        input_tokens: 9,
        input_tokens_details: { cached_tokens: 4, cache_write_tokens: 0 },
        output_tokens: 5,
        output_tokens_details: { reasoning_tokens: 2 },
        total_tokens: 14,
      },
    });
  });

  it('show each item as it was at the time', () => {
    const [, , added, part] = eventsOf([{ text: 'a' }, { text: 'b' }]);
    expect(added).toMatchObject({ item: { status: 'in_progress', content: [] } });
    expect(part).toMatchObject({ part: { text: '' } });
  });

  it('close thoughts before the first word', () => {
    const events = eventsOf([{ reasoning: 'hm' }, { reasoning: '…' }, { text: 'yes' }]);
    expect(events.slice(2, 9).map(short)).toEqual([
      'output_item.added',
      'reasoning_summary_part.added',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.done',
      'reasoning_summary_part.done',
      'output_item.done',
    ]);
    expect(responseOf(events).output[0]).toEqual({
      id: 'rs_libra_1_0',
      type: 'reasoning',
      status: 'completed',
      summary: [{ type: 'summary_text', text: 'hm…' }],
    });
  });

  it('tell of a refusal in a part of its own', () => {
    const events = eventsOf([{ text: 'Well' }, { refusal: 'I ' }, { refusal: 'cannot' }]);
    expect(events.map(short).filter((type) => type.startsWith('refusal'))).toEqual([
      'refusal.delta',
      'refusal.delta',
      'refusal.done',
    ]);
    expect(responseOf(events).output).toMatchObject([
      {
        content: [
          { type: 'output_text', text: 'Well' },
          { type: 'refusal', refusal: 'I cannot' },
        ],
      },
    ]);
  });

  it('tell of parallel calls, whose pieces may come in turn', () => {
    const events = eventsOf(
      [
        piece(0, '', { id: 'call_a', name: 'weather' }),
        piece(1, '{"b"', { id: 'call_b', name: 'mail' }),
        piece(0, '{"a":1}'),
        piece(1, ':2}'),
      ],
      { finishReason: 'tool_calls', usage },
    );
    expect(responseOf(events)).toMatchObject({ status: 'completed' });
    expect(responseOf(events).output).toEqual([
      {
        id: 'fc_1_0',
        type: 'function_call',
        status: 'completed',
        call_id: 'call_a',
        name: 'weather',
        arguments: '{"a":1}',
      },
      {
        id: 'fc_1_1',
        type: 'function_call',
        status: 'completed',
        call_id: 'call_b',
        name: 'mail',
        arguments: '{"b":2}',
      },
    ]);
    const done = events.filter(({ type }) => type === 'response.function_call_arguments.done');
    expect(done).toMatchObject([
      { item_id: 'fc_1_0', output_index: 0, name: 'weather', arguments: '{"a":1}' },
      { item_id: 'fc_1_1', output_index: 1, name: 'mail', arguments: '{"b":2}' },
    ]);
  });

  it('have what the provider wants back with a call in a reasoning item before it', () => {
    const extra = { google: { thought_signature: 's' } };
    const events = eventsOf([piece(0, '{}', { id: 'call_a', name: 'weather', extra })]);
    expect(responseOf(events).output).toEqual([
      {
        id: 'rs_libra_1_0',
        type: 'reasoning',
        status: 'completed',
        summary: [],
        encrypted_content: JSON.stringify({ extra_content: extra }),
      },
      expect.objectContaining({ id: 'fc_1_1', type: 'function_call', call_id: 'call_a' }),
    ]);
    expect(events.map(short).slice(2, 5)).toEqual([
      'output_item.added',
      'output_item.done',
      'output_item.added',
    ]);
  });

  it('begin a call once its name is known', () => {
    const events = eventsOf([piece(0, '{', { id: 'call_a' }), piece(0, '}', { name: 'weather' })]);
    const added = events.find(({ type }) => type === 'response.output_item.added');
    expect(added).toMatchObject({ item: { name: 'weather', arguments: '' } });
    expect(responseOf(events).output).toMatchObject([{ arguments: '{}' }]);
  });

  it('tell of a custom tool’s input', () => {
    const events = eventsOf([
      piece(0, 'ls', { id: 'call_a', name: 'shell', isCustom: true }),
      piece(0, ' -l'),
    ]);
    expect(responseOf(events).output).toEqual([
      {
        id: 'ctc_1_0',
        type: 'custom_tool_call',
        status: 'completed',
        call_id: 'call_a',
        name: 'shell',
        input: 'ls -l',
      },
    ]);
  });

  it('carry sources and logprobs', () => {
    const cited = { url: 'https://example.com', title: 'E', start_index: 0, end_index: 2 };
    const events = eventsOf([
      {
        text: 'Hi',
        logprobs: { content: [{ token: 'Hi', logprob: -1, bytes: null, top_logprobs: [] }], refusal: [] },
      },
      {
        annotations: [
          { type: 'url_citation', url_citation: cited },
          { type: 'file', file: {} },
        ],
      },
    ]);
    expect(responseOf(events).output).toMatchObject([
      {
        content: [
          {
            text: 'Hi',
            annotations: [{ type: 'url_citation', ...cited }],
            logprobs: [{ token: 'Hi', logprob: -1, bytes: [], top_logprobs: [] }],
          },
        ],
      },
    ]);
  });

  it.each<[FinishReason, string]>([
    ['length', 'max_output_tokens'],
    ['content_filter', 'content_filter'],
  ])('end with response.incomplete at %s', (finishReason, reason) => {
    const events = eventsOf([{ reasoning: 'hm' }, { text: 'half' }], { finishReason, usage: null });
    expect(events.at(-1)?.type).toBe('response.incomplete');
    expect(responseOf(events)).toMatchObject({
      status: 'incomplete',
      completed_at: null,
      incomplete_details: { reason },
      output: [{ status: 'completed' }, { status: 'incomplete' }],
      usage: { input_tokens: 0, output_tokens: 0, total_tokens: 0 },
    });
  });

  it('end with an error and response.failed when the answer breaks off', () => {
    const translator = open();
    translator.add(chunk({ text: 'half' }));
    const events = translator.fail({ code: 'provider_interrupted' });
    expect(events).toMatchObject([
      { type: 'error', code: 'provider_interrupted', param: null, message: expect.any(String) },
      {
        type: 'response.failed',
        response: {
          id: 'resp_1',
          status: 'failed',
          error: { code: 'provider_interrupted' },
          output: [{ status: 'incomplete', content: [{ text: 'half' }] }],
        },
      },
    ]);
  });

  it('have a response also when nothing came before the failure', () => {
    const events = open().fail({ code: 'provider_timeout' });
    expect(events.map(short)).toEqual(['created', 'in_progress', 'error', 'failed']);
    expect(responseOf(events)).toMatchObject({ id: 'resp_made', model: 'asked' });
  });

  it('repeat what was asked for', () => {
    const asked = {
      instructions: 'Be brief.',
      metadata: { a: 'b' },
      max_output_tokens: 9,
      temperature: 0,
      reasoning: { effort: 'low', summary: 'auto' },
      text: { verbosity: 'low' },
      tools: [{ type: 'function', name: 'f', parameters: null, strict: null }],
      tool_choice: 'required',
      parallel_tool_calls: false,
      user: 'u',
    };
    const response = responseOf(eventsOf([{ text: 'ok' }], stop, asked));
    expect(response).toMatchObject({ ...asked, text: { verbosity: 'low', format: { type: 'text' } } });
  });
});

const words = fc.string({ unit: 'grapheme', maxLength: 30 });
const answers = fc.record({
  reasoning: words,
  text: words,
  refusal: words,
  calls: fc.array(fc.record({ args: words, isCustom: fc.boolean() }), { maxLength: 3 }),
  finishReason: fc.constantFrom<FinishReason>('stop', 'length', 'tool_calls', 'content_filter'),
});
type SaidAnswer = typeof answers extends fc.Arbitrary<infer Value> ? Value : never;

/** Cuts a text at pseudo-random places. */
function cut(value: string, next: () => number): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < value.length; ) {
    const length = 1 + (next() % 5);
    pieces.push(value.slice(start, start + length));
    start += length;
  }
  return pieces;
}

function chunksOf({ reasoning, text, refusal, calls }: SaidAnswer, next: () => number): ChatChunk[] {
  const said: Partial<ChunkChoice>[] = [
    // Providers begin with a chunk that only names the role: an answer has its id also where nothing is said.
    {},
    ...cut(reasoning, next).map((each) => ({ reasoning: each })),
    ...cut(text, next).map((each) => ({ text: each })),
    ...cut(refusal, next).map((each) => ({ refusal: each })),
    ...calls.map(({ isCustom }, index) =>
      piece(index, '', { id: `call_${index}`, name: `tool${index}`, ...(isCustom ? { isCustom } : {}) }),
    ),
  ];
  const rest = calls.map(({ args }) => cut(args, next));
  for (let left = rest.flat().length; left > 0; left -= 1) {
    const open = rest.flatMap((pieces, index) => (pieces.length > 0 ? [index] : []));
    const index = open[next() % open.length] ?? 0;
    said.push(piece(index, rest[index]?.shift() ?? ''));
  }
  return said.map(chunk);
}

function storedOf(chunks: readonly ChatChunk[], finishReason: FinishReason): StoredAnswer {
  const { add, answer } = createAssembler();
  for (const each of chunks) add(each);
  return {
    id: 'chatcmpl-1',
    created: 5,
    model: 'm-1',
    answeredBy: 'm-1',
    provider: null,
    content: '',
    finishReason,
    choices: answer.choices.map(toCompletionChoice),
    usage,
    fallback: false,
    conversationId: null,
  };
}

describe('however an answer is cut into chunks', () => {
  const seeds = fc.infiniteStream(fc.nat(1_000));

  it('its events come to the response that the whole answer is', () => {
    fc.assert(
      fc.property(answers, seeds, (said, seed) => {
        const chunks = chunksOf(said, () => seed.next().value ?? 0);
        const finish = { finishReason: said.finishReason, usage };
        const streamed = open();
        const events = [...chunks.flatMap(streamed.add), ...streamed.finish(finish)];
        const whole = open();
        const replayed = replayChunks(storedOf(chunks, said.finishReason)).flatMap((data) => {
          const frame = parseFrame(data);
          return frame.kind === 'chunk' ? whole.add(frame.chunk) : [];
        });
        expect(responseOf(events)).toEqual(responseOf([...replayed, ...whole.finish(finish)]));
      }),
    );
  });

  it('the openai package folds its events into the same response', async () => {
    await fc.assert(
      fc.asyncProperty(answers, seeds, async (said, seed) => {
        const { add, finish } = open();
        const events = [
          ...chunksOf(said, () => seed.next().value ?? 0).flatMap(add),
          ...finish({ finishReason: said.finishReason, usage }),
        ];
        // Without what the last event says of the output: it is put together from the others.
        const sent = events.map((event, index) =>
          index === events.length - 1 && 'response' in event
            ? { ...event, response: { ...event.response, output: undefined } }
            : event,
        );
        const lines = sent.map((event) => `${JSON.stringify(event)}\n`);
        const folded = await ResponseStream.fromReadableStream(
          new Blob(lines).stream() as ReadableStream,
        ).finalResponse();
        const parsed = new Set(['parsed', 'parsed_arguments']);
        const bare = JSON.stringify(folded.output, (key, value) => (parsed.has(key) ? undefined : value));
        expect(JSON.parse(bare)).toEqual(responseOf(events).output);
      }),
    );
  });
});
