import { expect, it } from 'vitest';
import type { AnswerEnd } from '../../../shared/chat/end.ts';
import type { ReplyEvent } from '../../../shared/chat/read-answer.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import { answerAloud } from './answer-aloud.ts';

const WHOLE: AnswerEnd = { kind: 'whole', finishReason: 'stop' };
const text = (value: string): ReplyEvent => ({ kind: 'text', text: value });

/** A synthesis that takes longer than the model, which says all of this at once. */
function start(events: readonly ReplyEvent[], end: AnswerEnd) {
  const seen: string[] = [];
  const speak = async () => ({ ok: true, value: new Blob([new Uint8Array(4_800)]).stream() }) as const;
  const aloud = answerAloud(
    { request: 'r', text: '왜요?' },
    {
      bff: {
        async *ask() {
          yield* events;
          return { end, facts: { sources: [], documents: undefined } };
        },
        speak,
        openSpeech: () => ({ speak, drop: () => undefined }),
      },
      clock: platformClock,
      onCaption: (caption, final) => void (final && seen.push(`caption ${caption}`)),
      onClause: (clause) => void seen.push(clause),
      onSound: (first) => void seen.push(`sound ${first}`),
      onFailure: ({ code }) => void seen.push(code),
      onRetracted: () => void seen.push('retracted'),
      onStamp: () => undefined,
    },
  );
  return { aloud, seen };
}

it('that moderation takes back is neither heard nor read any further', async () => {
  const failure = { code: 'content_blocked' } as const;
  const { aloud, seen } = start(
    [text('첫 문장은 괜찮은 말이에요. 둘째는 아주 나쁜 말이에요. 그리고'), { kind: 'retracted' }],
    { kind: 'failed', failure },
  );
  expect(await aloud.done).toMatchObject({ text: '', samples: 0, failure });
  expect(seen).toEqual(['retracted']);
});

it('begins anew where all so far was what the model thinks', async () => {
  const { aloud, seen } = start(
    [text('The user wants a colour. Hm'), { kind: 'retracted' }, text('Blue is nice.')],
    WHOLE,
  );
  expect(await aloud.done).toMatchObject({ text: 'Blue is nice.', failure: null });
  expect(seen).toEqual(['retracted', 'Blue is nice.', 'sound 0', 'caption Blue is nice.']);
  expect(aloud.heard(1_000)).toBe('Blue is nice.');
});
