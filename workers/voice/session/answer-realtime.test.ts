import { expect, it } from 'vitest';
import type { AnswerEnd } from '../../../shared/chat/end.ts';
import type { ReplyEvent } from '../../../shared/chat/read-answer.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import type { SpokenQuestion } from '../bff/question.ts';
import { answerRealtime } from './answer-realtime.ts';

const WHOLE: AnswerEnd = { kind: 'whole', finishReason: 'stop' };
const failed = (code: ErrorCode): AnswerEnd => ({ kind: 'failed', failure: { code } });
const text = (value: string): ReplyEvent => ({ kind: 'text', text: value });
/** Milliseconds of sound. */
const sound = (ms: number): ReplyEvent => ({ kind: 'audio', data: new Uint8Array(ms * 48).toBase64() });

/** What the model says and how it ends; the usual way always answers. */
function start(events: readonly ReplyEvent[], end: AnswerEnd) {
  const calls: string[] = [];
  const seen: string[] = [];
  let samples = 0;
  const spoken: SpokenQuestion = { model: undefined, voice: 'marin', talk: 't', sound: null, heardMs: null };
  const aloud = answerRealtime(
    { request: 'r', text: '왜요?', spoken },
    {
      bff: {
        async *ask(request, asked, _signal, isSpoken) {
          calls.push(`${isSpoken === undefined ? 'ask' : 'realtime'} ${request} ${asked}`);
          if (isSpoken === undefined) yield text('그래서요.');
          else yield* events;
          const facts = { sources: [], documents: undefined };
          return { end: isSpoken === undefined ? WHOLE : end, facts };
        },
        async speak(said) {
          calls.push(`speak ${said}`);
          return { ok: true, value: new Blob([new Uint8Array(4_800)]).stream() };
        },
        openSpeech: () => {
          throw new Error('the model is asked for longer than it takes');
        },
        async forget(request) {
          calls.push(`forget ${request}`);
        },
      },
      clock: platformClock,
      onCaption: (caption, final) => void (final && seen.push(`caption ${caption}`)),
      onClause: (clause) => void seen.push(`clause ${clause}`),
      onSound(first, pcm) {
        expect(first).toBe(samples);
        samples += pcm.byteLength / 2;
      },
      onFailure: ({ code }) => void seen.push(code),
      onRetracted: () => void seen.push('retracted'),
      onStamp: () => undefined,
      onFellBack: ({ code }) => void seen.push(`fell back ${code}`),
    },
  );
  return { aloud, calls, seen, samples: () => samples };
}

it('is heard as the model says it, and asked of nobody else', async () => {
  const { aloud, calls, seen, samples } = start(
    [text('네, 그래요. '), sound(500), text('맞아요.'), sound(500)],
    WHOLE,
  );
  expect(await aloud.done).toMatchObject({ text: '네, 그래요. 맞아요.', samples: 24_000, failure: null });
  expect(samples()).toBe(24_000);
  expect(calls).toEqual(['realtime r 왜요?']);
  expect(seen).toEqual(['clause 네, 그래요.', 'clause 맞아요.', 'caption 네, 그래요. 맞아요.']);
  expect(aloud.heard(1_000)).toBe('네, 그래요. 맞아요.');
  expect(aloud.heard(600)).toBe('네, 그래요.');
  expect(aloud.isRealtime).toBe(true);
});

it.each<ErrorCode>([
  'provider_unavailable',
  'provider_rate_limited',
  'circuit_open',
  'provider_timeout',
  'provider_interrupted',
  'model_not_found',
])('that fails with %s before anything was heard is asked the usual way', async (code) => {
  const { aloud, calls, seen } = start([], failed(code));
  expect(await aloud.done).toMatchObject({ text: '그래서요.', failure: null });
  expect(calls).toEqual(['realtime r 왜요?', 'forget r', 'ask r-c 왜요?', 'speak 그래서요.']);
  expect(seen[0]).toBe(`fell back ${code}`);
  // The history has it under this name.
  expect([aloud.request, aloud.isRealtime]).toEqual(['r-c', false]);
});

it.each<ErrorCode>(['budget_user', 'rate_limited', 'content_blocked', 'user_blocked', 'channel_not_allowed'])(
  'that is refused with %s is refused: the usual way would be, too',
  async (code) => {
    const { aloud, calls } = start([], failed(code));
    expect(await aloud.done).toMatchObject({ failure: { code } });
    expect(calls).toEqual(['realtime r 왜요?']);
  },
);

it('that breaks off in the middle leaves what was heard', async () => {
  const { aloud, calls } = start([text('네, 그'), sound(300)], failed('provider_interrupted'));
  expect(await aloud.done).toMatchObject({
    text: '네, 그',
    samples: 7_200,
    failure: { code: 'provider_interrupted' },
  });
  expect(calls).toEqual(['realtime r 왜요?']);
});

it('that comes as text alone is spoken the usual way', async () => {
  const { aloud, calls, samples } = start([text('글로만 와요.')], WHOLE);
  expect(await aloud.done).toMatchObject({ text: '글로만 와요.', samples: 2_400 });
  expect(samples()).toBe(2_400);
  expect(calls).toEqual(['realtime r 왜요?', 'speak 글로만 와요.']);
});

it('that moderation takes back is not heard on', async () => {
  const { aloud, seen } = start(
    [text('아주 나쁜 말이에요. 더 나'), sound(100), { kind: 'retracted' }],
    failed('content_blocked'),
  );
  expect(await aloud.done).toMatchObject({ text: '', failure: { code: 'content_blocked' } });
  expect(seen).toEqual(['clause 아주 나쁜 말이에요.', 'retracted']);
});

it('that is stopped asks nobody else', async () => {
  const { aloud, calls } = start([], failed('provider_unavailable'));
  aloud.stop();
  await aloud.done;
  expect(calls).toEqual(['realtime r 왜요?']);
});
