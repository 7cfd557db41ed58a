import { describe, expect, it } from 'vitest';
import type { InputItem } from './items.ts';
import { toChatMessages } from './messages.ts';
import { sealExtra } from './signed-call.ts';

const user = (content: string): InputItem => ({ type: 'message', role: 'user', content });
const said = (text: string): InputItem => ({
  type: 'message',
  role: 'assistant',
  content: [{ type: 'output_text', text }],
});
const call = (id: string): InputItem => ({ type: 'function_call', call_id: id, name: 'f', arguments: '{}' });
const result = (id: string): InputItem => ({ type: 'function_call_output', call_id: id, output: `${id}!` });
const thought = (text: string): InputItem => ({
  type: 'reasoning',
  summary: [{ type: 'summary_text', text }],
});
const called = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } });
const answered = (id: string) => ({ role: 'tool', tool_call_id: id, content: `${id}!` });

const messagesOf = (...items: InputItem[]) => toChatMessages(null, items).messages;

describe('the assistant’s items', () => {
  it('are one message with all calls that stand together', () => {
    expect(messagesOf(user('?'), said('I look.'), call('a'), call('b'), result('a'), result('b'))).toEqual([
      { role: 'user', content: '?' },
      { role: 'assistant', content: 'I look.', tool_calls: [called('a'), called('b')] },
      answered('a'),
      answered('b'),
    ]);
  });

  it('are messages of their own where results stand between them', () => {
    expect(messagesOf(call('a'), result('a'), call('b'), result('b'))).toEqual([
      { role: 'assistant', content: null, tool_calls: [called('a')] },
      answered('a'),
      { role: 'assistant', content: null, tool_calls: [called('b')] },
      answered('b'),
    ]);
  });

  it('stay two messages when both only speak', () => {
    expect(messagesOf(said('a'), said('b')).map(({ content }) => content)).toEqual(['a', 'b']);
  });

  it('do not come between a call and its result', () => {
    expect(messagesOf(call('a'), said('wait'), result('a'))).toEqual([
      { role: 'assistant', content: 'wait', tool_calls: [called('a')] },
      answered('a'),
    ]);
  });

  it('stay one message around a call', () => {
    expect(messagesOf(said('a'), call('1'), said('b'), result('1'))).toEqual([
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
        tool_calls: [called('1')],
      },
      answered('1'),
    ]);
  });

  it('carry their thoughts, also those between two calls', () => {
    expect(messagesOf(thought('one'), call('a'), thought('two'), call('b'), result('a'))).toEqual([
      {
        role: 'assistant',
        content: null,
        tool_calls: [called('a'), called('b')],
        reasoning_content: 'one\n\ntwo',
      },
      answered('a'),
    ]);
  });

  it('carry what a provider wants back with a call to that call, however others encrypt theirs', () => {
    const sealed = (encrypted_content: string): InputItem => ({ type: 'reasoning', encrypted_content });
    const extra_content = { google: { thought_signature: 's' } };
    const signature = sealed(sealExtra(extra_content));
    expect(messagesOf(signature, call('a'), call('b'), sealed('gAAAAB'), call('c'), result('a'))).toEqual([
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ ...called('a'), extra_content }, called('b'), called('c')],
      },
      answered('a'),
    ]);
    expect(messagesOf(signature, user('!'), call('a'))).toEqual([
      { role: 'user', content: '!' },
      { role: 'assistant', content: null, tool_calls: [called('a')] },
    ]);
  });

  it('are no message when they are thoughts alone', () => {
    expect(messagesOf(user('?'), thought('hm'), user('!'), said('ok'))).toEqual([
      { role: 'user', content: '?' },
      { role: 'user', content: '!' },
      { role: 'assistant', content: 'ok' },
    ]);
  });

  it('keep a refusal as a part', () => {
    const refusal: InputItem = {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'refusal', refusal: 'no' }],
    };
    expect(messagesOf(refusal)).toEqual([
      { role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }] },
    ]);
  });

  it('may be calls of custom tools', () => {
    const custom: InputItem = { type: 'custom_tool_call', call_id: 'a', name: 'sh', input: 'ls' };
    const output: InputItem = {
      type: 'custom_tool_call_output',
      call_id: 'a',
      output: [{ type: 'input_text', text: 'a.txt' }],
    };
    expect(messagesOf(custom, output)).toEqual([
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'a', type: 'custom', custom: { name: 'sh', input: 'ls' } }],
      },
      { role: 'tool', tool_call_id: 'a', content: 'a.txt' },
    ]);
  });
});
