import { expect, it } from 'vitest';
import { parseChatRequest } from './chat-request.ts';

const caller = { user_id: '1', guild_id: null, channel_id: '2', locale: 'ko' };
const realtime = { talk: 't-1', voice: 'marin', heard_ms: 300 };
const heard = (data = 'AAAA', format = 'pcm16') => ({
  role: 'user',
  content: [
    { type: 'text', text: '뭐야?' },
    { type: 'input_audio', input_audio: { data, format } },
  ],
});

const parse = (messages: unknown[], libra: object = { realtime }) =>
  parseChatRequest({ messages, libra: { caller, ...libra } }, 'bot');

it('a question that was heard goes to the model with its sound, and is remembered by its words', () => {
  expect(parse([heard()])).toMatchObject({
    ok: true,
    value: {
      messages: [heard()],
      remembered: { text: '뭐야?', attachments: [] },
      realtime: { talk: 't-1', heardMs: 300 },
      passed: { modalities: ['text', 'audio'], audio: { voice: 'marin', format: 'pcm16' } },
      mayShare: false,
    },
  });
});

it.each<[string, unknown[], object | undefined]>([
  ['without a realtime model', [heard()], {}],
  ['before the last message', [heard(), { role: 'user', content: '?' }], undefined],
  ['of another form', [heard('AAAA', 'mp3')], undefined],
  ['that is no base64', [heard('§§')], undefined],
  ['that is too long', [heard('A'.repeat(1_200_001))], undefined],
])('sound %s is refused', (_what, messages, libra) => {
  expect(parse(messages, libra)).toMatchObject({ ok: false, code: 'invalid_request' });
});

it('a client cannot send sound of this form, whose price is bounded more closely', () => {
  expect(parseChatRequest({ messages: [heard()] }, 'client')).toMatchObject({ ok: false });
  expect(parseChatRequest({ messages: [heard('AAAA', 'wav')] }, 'client')).toMatchObject({ ok: true });
});
