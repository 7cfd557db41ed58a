import { expect, it } from 'vitest';
import type { InteractionRecord, MessageView } from '../discord/protocol.ts';
import { judge } from './judge.ts';

const WHOLE = '1, 2, 3, 4';

function message(change: Partial<MessageView>): MessageView {
  return {
    id: '1',
    channelId: '2',
    interactionId: '3',
    invokedBy: '4',
    invocation: '/chat',
    state: 'shown',
    ephemeral: false,
    followUp: false,
    content: WHOLE,
    components: [],
    attachments: [],
    embeds: [],
    pinged: [],
    failure: null,
    createdAt: 0,
    editedAt: null,
    flags: 0,
    ...change,
  };
}

function record(...messages: Partial<MessageView>[]): InteractionRecord {
  return {
    id: '3',
    callbackType: 5,
    responseLatencyMs: 5,
    failure: null,
    detail: null,
    revisions: [],
    requests: [],
    messages: messages.map(message),
  };
}

const stop = { type: 1 as const, components: [{ type: 2 as const, style: 2, custom_id: 'stop.3.4' }] };

it.each([
  ['whole', [{}]],
  ['whole', [{ content: '1, 2,' }, { content: '3, 4' }]],
  ['whole', [{ content: `${WHOLE}\n\n💭 I won't remember this exchange.` }]],
  ['marked as a part', [{ content: '1, 2,\n\n⚠️ The answer was interrupted.' }]],
  ['explained', [{ content: '⚠️ The AI model can’t be reached.\n-# provider_unavailable' }]],
] as [string, Partial<MessageView>[]][])('an answer is final: %s', (state, messages) => {
  expect(judge(record(...messages), WHOLE)).toEqual({ ok: true, state });
});

it.each([
  ['thinking', [{ state: 'thinking', content: '' }]],
  ['Stop', [{ components: [stop] }]],
  ['silently', [{ content: '1, 2' }]],
  ['never said', [{}, { content: WHOLE }]],
  ['never said', [{ content: '1, 3' }]],
  ['empty', [{}, { content: '' }]],
  ['pinged', [{ pinged: ['@everyone'] }]],
  ['no message', []],
] as [string, Partial<MessageView>[]][])('an answer is not final: %s', (why, messages) => {
  const judgement = judge(record(...messages), WHOLE);
  expect(judgement).toMatchObject({ ok: false, why: expect.stringContaining(why) });
});

it('a command that nobody answered is no final state', () => {
  expect(judge({ ...record({}), failure: 'The application did not respond' }, null)).toMatchObject({
    ok: false,
  });
});
