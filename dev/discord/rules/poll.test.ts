import { expect, it } from 'vitest';
import { parseMessage } from './messages.ts';

const poll = (more: object = {}) => ({
  poll: {
    question: { text: 'Lunch?' },
    answers: [{ poll_media: { text: 'Rice' } }, { poll_media: { text: 'Soup' } }],
    duration: 24,
    allow_multiselect: true,
    ...more,
  },
});

it('takes a poll as Discord does', () => {
  expect(parseMessage(poll())).toMatchObject({
    ok: true,
    draft: { poll: { question: 'Lunch?', answers: ['Rice', 'Soup'], hours: 24, isMulti: true } },
  });
});

it.each([
  [{ question: { text: 'x'.repeat(301) } }, 'question'],
  [{ question: undefined }, 'question'],
  [{ answers: [] }, 'answers'],
  [{ answers: Array.from({ length: 11 }, () => ({ poll_media: { text: 'a' } })) }, 'answers'],
  [{ answers: [{ poll_media: { text: 'x'.repeat(56) } }] }, 'answers'],
  [{ answers: [{}] }, 'answers'],
  [{ duration: 0 }, 'duration'],
  [{ duration: 769 }, 'duration'],
])('refuses %j', (more, field) => {
  const verdict = parseMessage(poll(more));
  expect(verdict.ok ? null : Object.keys((verdict.errors.poll ?? {}) as object)).toEqual([field]);
});
