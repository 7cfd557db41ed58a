import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CHAT_MESSAGES, MAX_PROMPT_CHARS } from '../../../shared/limits.ts';
import { parseChatRequest } from './chat-request.ts';

const caller = { user_id: '1', guild_id: null, channel_id: '2', locale: 'ko' };
const question = { role: 'user', content: '안녕?' };

describe('a chat request', () => {
  it('is taken as OpenAI’s own client sends it', () => {
    const parsed = parseChatRequest(
      {
        model: 'gpt-4o-mini',
        messages: [{ role: 'system', content: 'Be brief.' }, question],
        stream: true,
        stream_options: { include_usage: true },
        temperature: 0.5,
        max_tokens: null,
      },
      'client',
    );
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        stream: true,
        streamOptions: { include_usage: true },
        passed: { temperature: 0.5 },
        caller: undefined,
      },
    });
    expect(parsed.ok && 'max_tokens' in parsed.value.passed).toBe(false);
  });

  it('takes NUL and lone surrogates out, and joins the parts of a person’s text', () => {
    const parts = [
      { type: 'text', text: 'a\0' },
      { type: 'text', text: 'b\ud800' },
    ];
    const messages = [{ role: 'user', content: parts }];
    expect(parseChatRequest({ messages, libra: { caller } }, 'bot')).toMatchObject({
      value: { messages: [{ content: 'a\uFFFDb\uFFFD' }] },
    });
    expect(parseChatRequest({ messages }, 'client')).toMatchObject({
      value: { messages: [{ content: [{ text: 'a\uFFFD' }, { text: 'b\uFFFD' }] }] },
    });
  });

  const broken: [name: string, body: unknown, code: string, param: string | undefined][] = [
    ['not an object', 'hello', 'invalid_request', undefined],
    ['undefined (not JSON)', undefined, 'invalid_request', undefined],
    ['no messages', {}, 'invalid_request', 'messages'],
    ['empty messages', { messages: [] }, 'invalid_request', 'messages'],
    [
      'an unknown role',
      { messages: [{ role: 'king', content: 'x' }] },
      'invalid_request',
      'messages[0].role',
    ],
    [
      'a number as content',
      { messages: [{ role: 'user', content: 5 }] },
      'invalid_request',
      'messages[0].content',
    ],
    [
      'an image without a URL',
      { messages: [{ role: 'user', content: [{ type: 'image_url', text: '' }] }] },
      'invalid_request',
      'messages[0].content[0].image_url',
    ],
    ['an unknown parameter', { messages: [question], tool: [] }, 'invalid_request', 'tool'],
    ['an unknown inner parameter', { messages: [{ ...question, x: 1 }] }, 'invalid_request', 'messages[0].x'],
    ['a hot temperature', { messages: [question], temperature: 3 }, 'invalid_request', 'temperature'],
    [
      'a blank question',
      { messages: [{ role: 'user', content: ' \n' }] },
      'prompt_empty',
      'messages[0].content',
    ],
    ['a stated caller', { messages: [question], libra: { caller } }, 'forbidden', 'libra.caller'],
    [
      'an answer that it follows',
      { messages: [question], libra: { follows: { action: 'retry', request: '1' } } },
      'forbidden',
      'libra.follows',
    ],
  ];
  it.each(broken)('of a client is refused for %s, naming the field', (_name, body, code, param) => {
    const parsed = parseChatRequest(body, 'client');
    expect(parsed).toMatchObject({ ok: false, code });
    expect(parsed.ok ? undefined : parsed.param).toBe(param);
  });

  it('of a client may hold a blank message before its question', () => {
    const blank = { role: 'user', content: '' };
    const messages = [blank, { role: 'assistant', content: '?' }, question];
    expect(parseChatRequest({ messages }, 'client')).toMatchObject({ ok: true });
    const asked = [question, { role: 'assistant', content: '?' }, blank];
    expect(parseChatRequest({ messages: asked }, 'client')).toMatchObject({ param: 'messages[2].content' });
  });

  it('of the bot must say for whom, and end with the question', () => {
    expect(parseChatRequest({ messages: [question] }, 'bot')).toMatchObject({ param: 'libra.caller' });
    const answered = [question, { role: 'assistant', content: '네' }];
    expect(parseChatRequest({ messages: answered, libra: { caller } }, 'bot')).toMatchObject({
      param: 'messages[1].role',
    });
    const strange = { ...caller, user_id: '1; drop table' };
    expect(parseChatRequest({ messages: [question], libra: { caller: strange } }, 'bot')).toMatchObject({
      param: 'libra.caller.user_id',
    });
  });

  const tooMuch: [name: string, body: object, code: string, param: string][] = [
    ['messages', { messages: Array(MAX_CHAT_MESSAGES + 1).fill(question) }, 'invalid_request', 'messages'],
    [
      'text',
      { messages: [{ role: 'user', content: 'x'.repeat(MAX_PROMPT_CHARS + 1) }] },
      'prompt_too_long',
      'messages[0].content',
    ],
    ['choices', { messages: [question], n: 2 }, 'invalid_request', 'n'],
    ['fields', { messages: [question], tools: [] }, 'invalid_request', 'tools'],
  ];
  it.each(tooMuch)('of the bot is refused for too many %s', (_name, body, code, param) => {
    const parsed = parseChatRequest({ ...body, libra: { caller } }, 'bot');
    expect(parsed).toMatchObject({ ok: false, code, param });
  });

  it('of the bot may name the person, up to 80 characters', () => {
    const parse = (display_name: unknown) =>
      parseChatRequest({ messages: [question], libra: { caller: { ...caller, display_name } } }, 'bot');
    expect(parse('민수')).toMatchObject({ value: { caller: { display_name: '민수' } } });
    for (const wrong of ['x'.repeat(81), 1, null]) {
      expect(parse(wrong)).toMatchObject({ param: 'libra.caller.display_name' });
    }
  });

  it('of the bot may follow an answer', () => {
    const parse = (follows: unknown) =>
      parseChatRequest({ messages: [question], libra: { caller, follows } }, 'bot');
    expect(parse({ action: 'continue', request: '12', shown: 'a\0' })).toMatchObject({
      value: { follows: { action: 'continue', request: '12', shown: 'a\uFFFD' } },
    });
    expect(parse({ action: 'retry', request: '12' })).toMatchObject({
      value: { follows: { action: 'retry', request: '12' } },
    });
    for (const [field, wrong] of [
      ['action', 'erase'],
      ['request', 'a b'],
      ['shown', 1],
    ] as const) {
      expect(parse({ action: 'retry', request: '12', [field]: wrong })).toMatchObject({
        code: 'invalid_request',
        param: `libra.follows.${field}`,
      });
    }
  });

  it('never gets more time than an answer may take', () => {
    const parsed = parseChatRequest({ messages: [question], libra: { timeout_ms: 10 ** 9 } }, 'client');
    expect(parsed).toMatchObject({ value: { timeoutMs: 120_000 } });
  });

  it('may say at which pace its reader takes the text, up to a second', () => {
    const parse = (pace_ms: number) =>
      parseChatRequest({ messages: [question], libra: { pace_ms } }, 'client');
    expect(parse(250)).toMatchObject({ value: { paceMs: 250 } });
    for (const pace of [-1, 1_001, 0.5]) expect(parse(pace)).toMatchObject({ param: 'libra.pace_ms' });
  });

  it('never makes the parser throw', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('bot' as const, 'client' as const), (body, kind) => {
        expect(typeof parseChatRequest(body, kind).ok).toBe('boolean');
      }),
    );
  });
});
