import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFrame } from '../../../shared/chat/chunk.ts';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import type { ProviderRequest } from '../provider/provider.ts';
import { messageKey, toConversation } from './items.ts';
import { createEventReader, toUsage } from './read-event.ts';
import { type HeldItem, IF_POSSIBLE, reconcile } from './reconcile.ts';
import { sessionUpdate } from './session-update.ts';
import { trackOutput } from './track-output.ts';

let ids = 0;
const createId = () => {
  ids += 1;
  return `id${ids}`;
};

const words = fc.constantFrom('안녕', 'hello there', ' a  b ', '오늘 날씨', '?', '…');
const turn = fc.oneof(
  fc.record({ role: fc.constant('user' as const), content: words }),
  fc.record({ role: fc.constant('assistant' as const), content: words }),
);
const conversation = fc.array(turn, { maxLength: 8 });

/** The provider's side of what was planned: which items there are afterwards, and what they say. */
function carryOut(held: readonly HeldItem[], events: readonly JsonRecord[]) {
  let items = held.map(({ id, role, text }) => ({ id, says: messageKey(role, text) }));
  for (const event of events) {
    if (event.type === 'conversation.item.delete') {
      expect(items.some(({ id }) => id === event.item_id)).toBe(true);
      items = items.filter(({ id }) => id !== event.item_id);
    }
    if (event.type === 'conversation.item.create' && isRecord(event.item)) {
      const { id, role, content } = event.item as { id: string; role: string; content: { text: string }[] };
      items.push({ id, says: messageKey(role, content.map(({ text }) => text).join('')) });
    }
  }
  return items;
}

describe('the conversation at the provider', () => {
  it('holds afterwards just what the bff asks with, whatever it held before', () => {
    fc.assert(
      fc.property(conversation, conversation, (before, after) => {
        const first = reconcile([], toConversation(before as ChatMessage[]).items, null, createId);
        const wanted = toConversation(after as ChatMessage[]).items;
        const plan = reconcile(first.held, wanted, null, createId);
        const items = carryOut(first.held, plan.events);
        expect(items.map(({ says }) => says)).toEqual(wanted.map(({ key }) => key));
        expect(items.map(({ id }) => id)).toEqual(plan.held.map(({ id }) => id));
      }),
    );
  });

  it('is left alone where only the new question is added', () => {
    const asked: ChatMessage[] = [
      { role: 'user', content: '안녕' },
      { role: 'assistant', content: '네' },
    ];
    const { held } = reconcile([], toConversation(asked).items, null, createId);
    const more = toConversation([...asked, { role: 'user', content: '또' }]).items;
    expect(reconcile(held, more, null, createId).events.map(({ type }) => type)).toEqual([
      'conversation.item.create',
    ]);
  });

  const spoken = (audioMs: number): HeldItem[] => [
    { id: 'u', kind: 'message', role: 'user', text: '안녕', audioMs: 0, isCut: false },
    { id: 'a', kind: 'message', role: 'assistant', text: '아주 긴 대답이에요.', audioMs, isCut: false },
  ];
  const next = toConversation([
    { role: 'user', content: '안녕' },
    { role: 'assistant', content: '아주…' },
    { role: 'user', content: '잠깐' },
  ]).items;

  it.each([
    [400, 400],
    [5_000, 2_000],
    [400.9, 400],
  ])('is shortened to the %s ms that were heard, and never to more than there is', (heardMs, endMs) => {
    const { events, held } = reconcile(spoken(2_000.4), next, heardMs, createId);
    expect(events[0]).toMatchObject({
      type: 'conversation.item.truncate',
      item_id: 'a',
      content_index: 0,
      audio_end_ms: endMs,
    });
    expect(String(events[0]?.event_id).startsWith(IF_POSSIBLE)).toBe(true);
    // What is left of the sound stays: it is what the person has heard.
    expect(held.map(({ id }) => id).slice(0, 2)).toEqual(['u', 'a']);
  });

  it('has nothing of an answer of which nothing was heard', () => {
    const { events } = reconcile(spoken(2_000), next, 0, createId);
    expect(events[0]).toMatchObject({ type: 'conversation.item.delete', item_id: 'a' });
  });

  it('has sound in the place of the words that were understood of it, and passages as text', () => {
    const data = 'AAAA';
    const [item] = toConversation([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'passages' },
          { type: 'text', text: '날씨는?' },
          { type: 'input_audio', input_audio: { data, format: 'pcm16' } },
        ],
      },
    ]).items;
    expect(item?.item.content).toEqual([
      { type: 'input_text', text: 'passages' },
      { type: 'input_audio', audio: data, transcript: '날씨는?' },
    ]);
  });

  it('has calls of tools and what they gave', () => {
    const call = { id: 'c1', type: 'function' as const, function: { name: 'roll', arguments: '{}' } };
    const { items } = toConversation([
      { role: 'user', content: 'x' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c1', content: '4' },
    ]);
    expect(items.slice(1).map(({ item }) => item)).toEqual([
      { type: 'function_call', call_id: 'c1', name: 'roll', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c1', output: '4' },
    ]);
  });
});

it('a session is told its voice, its tools by their names, and to detect no turns', () => {
  const tool = { type: 'function', function: { name: 'roll', description: 'd', parameters: {} } };
  const request = { tools: [tool], audio: { voice: 'marin' }, max_completion_tokens: 9_000 };
  const { session } = sessionUpdate(request as unknown as ProviderRequest, 'be kind');
  expect(session).toMatchObject({
    type: 'realtime',
    output_modalities: ['audio'],
    instructions: 'be kind',
    audio: { input: { turn_detection: null }, output: { voice: 'marin' } },
    tools: [{ type: 'function', name: 'roll' }],
    max_output_tokens: 4_096,
  });
});

const RESPONSE = { id: 'r1', status: 'completed', status_details: null };
const read = (events: readonly JsonRecord[]) => {
  const reader = createEventReader({ model: 'm', created: 1 });
  return events.map((event) => reader.read(event));
};
const begun = { type: 'response.created', response: { id: 'r1' } };

describe('events of an answer', () => {
  it.each(['response.output_audio', 'response.audio'])('become frames of a chat: %s', (name) => {
    const own = { response_id: 'r1', item_id: 'i' };
    const steps = read([
      { type: 'session.created' },
      begun,
      { type: `${name}_transcript.delta`, ...own, delta: '네' },
      { type: `${name}.delta`, ...own, delta: 'AAAA' },
      { type: `${name}.delta`, response_id: 'another', delta: 'BBBB' },
      { type: 'response.done', response: { ...RESPONSE, usage: { input_tokens: 3, output_tokens: 2 } } },
    ]);
    const frames = steps.flatMap((step) => step.frames).map((data) => parseFrame(data));
    const choices = frames.flatMap((frame) => (frame.kind === 'chunk' ? frame.chunk.choices : []));
    expect(choices.map(({ text }) => text).join('')).toBe('네');
    expect(choices.flatMap(({ audio }) => audio?.data ?? [])).toEqual(['AAAA']);
    expect(choices.at(-1)?.finishReason).toBe('stop');
    expect(frames.at(-1)?.kind).toBe('done');
    expect(steps.at(-1)?.isOver).toBe(true);
  });

  it.each([
    ['incomplete', { reason: 'max_output_tokens' }, 'length'],
    ['incomplete', { reason: 'content_filter' }, 'content_filter'],
  ])('tell why it ended: %s %j', (status, details, reason) => {
    const done = { type: 'response.done', response: { ...RESPONSE, status, status_details: details } };
    expect(read([begun, done])[1]?.frames[0]).toContain(`"finish_reason":"${reason}"`);
  });

  it('tell of a limit as an error, and of an error that spoils nothing not at all', () => {
    const error = { type: 'requests', code: 'rate_limit_exceeded', message: 'm' };
    const failed = { ...RESPONSE, status: 'failed', status_details: { error } };
    expect(read([begun, { type: 'response.done', response: failed }])[1]).toEqual({
      frames: [JSON.stringify({ error: { ...error, param: undefined } })],
      isOver: true,
    });
    const tidy = { type: 'error', error: { ...error, event_id: `${IF_POSSIBLE}1` } };
    expect(read([tidy])[0]?.isOver).toBe(false);
    expect(read([{ type: 'error', error }])[0]?.isOver).toBe(true);
  });

  it.each(['type', 'delta', 'item_id', 'call_id'])('that are no text in %s harm nothing', (field) => {
    const odd = { toString: {}, valueOf: {} };
    const events: JsonRecord[] = [
      { type: 'response.created', response: { id: 'r1' } },
      { type: 'response.output_item.added', item: { id: 'i1', type: 'function_call', [field]: odd } },
      { type: 'response.output_item.added', item: { id: 'i2', type: 'message' } },
      { type: 'response.output_audio.delta', response_id: 'r1', item_id: 'i2', delta: 'AAAA', [field]: odd },
      { type: 'response.output_text.delta', response_id: 'r1', item_id: 'i2', delta: 'a', [field]: odd },
    ];
    const reader = createEventReader({ model: 'm', created: 1 });
    let held: readonly HeldItem[] = [];
    for (const event of events) {
      held = trackOutput(held, event);
      for (const frame of reader.read(event).frames) expect(parseFrame(frame).kind).not.toBe('garbled');
    }
    expect(held.at(-1)).toMatchObject({ id: 'i2' });
  });

  it('of any form harm nothing', () => {
    const event = fc.record(
      {
        type: fc.constantFrom(
          'error',
          'response.created',
          'response.done',
          'response.output_audio.delta',
          'response.function_call_arguments.done',
          'response.output_item.added',
          'x',
        ),
        response: fc.oneof(fc.jsonValue(), fc.constant(RESPONSE)),
        response_id: fc.constantFrom('r1', null),
        item: fc.jsonValue(),
        item_id: fc.jsonValue(),
        delta: fc.jsonValue(),
        error: fc.jsonValue(),
      },
      { requiredKeys: ['type'] },
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const reader = createEventReader({ model: 'm', created: 1 });
        let held: readonly HeldItem[] = [];
        for (const each of events as JsonRecord[]) {
          held = trackOutput(held, each);
          for (const frame of reader.read(each).frames) expect(parseFrame(frame).kind).not.toBe('garbled');
        }
      }),
    );
  });
});

it('sound that was in the cache is not counted as sound as well', () => {
  const usage = {
    input_tokens: 1_000,
    output_tokens: 50,
    total_tokens: 1_050,
    input_token_details: {
      cached_tokens: 800,
      audio_tokens: 400,
      cached_tokens_details: { audio_tokens: 300 },
    },
    output_token_details: { audio_tokens: 40 },
  };
  expect(toUsage(usage)).toEqual({
    prompt_tokens: 1_000,
    completion_tokens: 50,
    total_tokens: 1_050,
    prompt_tokens_details: { cached_tokens: 800, audio_tokens: 100 },
    completion_tokens_details: { audio_tokens: 40 },
  });
});
