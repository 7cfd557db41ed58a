import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICIES, type PartialPolicy, resolvePolicy } from '../../../shared/moderation/policy.ts';
import type { Flagged } from '../../../shared/moderation/verdict.ts';
import { judgeQuestion, judgeText, toCalls } from './judge-request.ts';
import { type JudgedAnswer, type ModerationEvent, startModeration } from './session.ts';

/** `verdicts`: on each request of the judge, in their order; null for a call without one. */
function start(policy: PartialPolicy, verdicts: (Flagged | null)[], answer: JudgedAnswer = 'in_windows') {
  const events: ModerationEvent[] = [];
  const left = [...verdicts];
  const session = startModeration(
    {
      judge: async (requests) => {
        const given = left.splice(0, requests.length).map((each) => each ?? null);
        return given.includes(null) ? null : (given as Flagged[]);
      },
      report: (event) => events.push(event),
    },
    {
      policy: resolvePolicy({ defaults: DEFAULT_POLICIES.usual, server: policy, floor: {} }),
      question: [judgeText('q')],
      questionText: 'q',
      answer,
    },
  );
  return { session, events };
}

const NOTES: PartialPolicy = Object.fromEntries(
  Object.keys(DEFAULT_POLICIES.usual).map((name) => [name, 'note']),
);

describe('a question', () => {
  it('in which nothing is found gets its answer, and leaves no event', async () => {
    const { session, events } = start({}, [{}]);
    expect(await session.question).toBeNull();
    expect(events).toEqual([]);
  });

  it('is refused for what is blocked, and told why', async () => {
    const { session, events } = start({}, [{ violence: 0.8, sexual: 0.9 }]);
    expect(await session.question).toEqual({
      code: 'content_blocked',
      evidence: { categories: ['sexual'], side: 'question' },
    });
    expect(events).toEqual([
      { side: 'question', action: 'blocked', flagged: { sexual: 0.9, violence: 0.8 }, text: 'q' },
    ]);
  });

  it('is answered where that is only noted', async () => {
    const { session, events } = start({ sexual: 'note' }, [{ sexual: 0.9 }]);
    expect(await session.question).toBeNull();
    expect(events.map(({ action }) => action)).toEqual(['noted']);
  });

  it('is refused without a verdict where something is blocked, and answered where nothing is', async () => {
    const strict = start({}, [null]);
    expect(await strict.session.question).toEqual({
      code: 'moderation_unavailable',
      evidence: { side: 'question' },
    });
    const mild = start(NOTES, [null]);
    expect(await mild.session.question).toBeNull();
    expect(mild.events.map(({ action }) => action)).toEqual(['unchecked']);
  });
});

describe('an answer', () => {
  it('is held only where something is blocked', () => {
    expect(start({}, [{}]).session.answer).toBe('in_windows');
    expect(start(NOTES, [{}], 'whole').session.answer).toBe('not');
  });

  it('leaves one note of a category, though its windows overlap', async () => {
    const { session, events } = start({}, [
      {},
      { violence: 0.6 },
      { violence: 0.7 },
      { hate: 0.6, violence: 0.7 },
    ]);
    await session.question;
    for (const text of ['a', 'ab', 'abc']) expect(await session.judgeAnswer(text)).toBeNull();
    expect(events.map(({ flagged }) => Object.keys(flagged))).toEqual([['violence'], ['hate']]);
  });
});

describe('an answer that is judged whole', () => {
  it('takes one call together with its question, and each is ruled on by itself', async () => {
    const { session, events } = start({}, [{ violence: 0.6 }, { sexual: 0.9 }], 'whole');
    expect(await session.judgeAnswer('a')).toMatchObject({
      code: 'content_blocked',
      evidence: { side: 'answer' },
    });
    expect(await session.question).toBeNull();
    expect(events.map(({ side, action, text }) => [side, action, text])).toEqual([
      ['question', 'noted', 'q'],
      ['answer', 'blocked', 'a'],
    ]);
    expect(session.judged().calls).toBe(1);
  });

  it('is refused for its question first', async () => {
    const { session, events } = start({}, [{ sexual: 0.9 }, { sexual: 0.9 }], 'whole');
    expect(await session.judgeAnswer('a')).toMatchObject({ evidence: { side: 'question' } });
    expect(events).toHaveLength(1);
  });

  it('has its question judged alone where nothing was said, and not twice', async () => {
    const { session } = start({}, [{}, {}], 'whole');
    expect(await session.judgeQuestion()).toBeNull();
    expect(await session.judgeAnswer('a')).toBeNull();
    expect(session.judged().calls).toBe(2);
  });

  it('is refused without a verdict', async () => {
    const { session } = start({}, [null], 'whole');
    expect(await session.judgeAnswer('a')).toMatchObject({ code: 'moderation_unavailable' });
  });
});

describe('what is asked of the judge', () => {
  it('is counted: calls, and tokens of what they hold', async () => {
    const { session } = start({}, [{}, {}]);
    await session.question;
    expect(session.judged()).toEqual({ calls: 1, tokens: 1 });
    await session.judgeAnswer('one two three');
    expect(session.judged()).toEqual({ calls: 2, tokens: 4 });
  });

  it('shares one call where it is text alone', () => {
    const picture = {
      input: [{ type: 'image_url' as const, image_url: { url: 'https://a.example/b' } }],
      results: 1,
    };
    const calls = toCalls([judgeText('q'), picture, judgeText('a')]);
    expect(calls).toEqual([
      { input: ['q', 'a'], of: [0, 2] },
      { input: picture.input, of: [1] },
    ]);
  });

  it('is the text of the question with its first picture in one call, and each further one in one of its own', () => {
    const url = 'https://cdn.discordapp.com/a.png';
    expect(
      judgeQuestion([
        { role: 'system', content: 'never judged' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'what is this?' },
            { type: 'image_url', image_url: { url, detail: 'auto' } },
            { type: 'image_url', image_url: { url, detail: 'auto' } },
          ],
        },
      ]),
    ).toEqual([
      {
        input: [
          { type: 'text', text: 'what is this?' },
          { type: 'image_url', image_url: { url } },
        ],
        results: 1,
      },
      { input: [{ type: 'image_url', image_url: { url } }], results: 1 },
    ]);
  });

  it('is a long text in pieces that overlap, so that none of it is unseen', () => {
    const text = Array.from({ length: 3_000 }, (_, index) => `word${index}`).join(' ');
    const { input, results } = judgeText(text);
    const pieces = input as string[];
    expect(results).toBe(pieces.length);
    expect(pieces.length).toBeGreaterThan(2);
    for (let index = 0; index + 10 < text.length; index += 1) {
      const part = text.slice(index, index + 10);
      if (!pieces.some((piece) => piece.includes(part))) throw new Error(`unseen: ${part}`);
    }
  });

  it('is nothing where nothing was said', () => {
    expect(judgeQuestion([{ role: 'user', content: '  ' }])).toEqual([]);
  });
});
