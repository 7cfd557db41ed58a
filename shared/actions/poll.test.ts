import { expect, it } from 'vitest';
import { readPoll } from './poll.ts';

const read = (more: Record<string, unknown> = {}) =>
  readPoll({ question: 'Lunch?', answers: ['Rice', 'Soup'], ...more });

it('is open for a day and takes one answer, unless told otherwise', () => {
  const poll = { question: 'Lunch?', answers: ['Rice', 'Soup'], duration_hours: 24, multiple: false };
  expect(read()).toEqual({ ok: true, poll });
  expect(read({ duration_hours: 768, multiple: true })).toMatchObject({
    poll: { duration_hours: 768, multiple: true },
  });
});

it('has text of one line without what cannot be seen', () => {
  expect(read({ question: ' a\n\u202eb ', answers: ['x\u200b', ' y '] })).toMatchObject({
    poll: { question: 'a b', answers: ['x', 'y'] },
  });
});

it.each([
  [{ question: '' }, 'question'],
  [{ question: 'x'.repeat(301) }, 'question'],
  [{ answers: ['one'] }, '2 to 10 answers'],
  [{ answers: Array.from({ length: 11 }, String) }, '2 to 10 answers'],
  [{ answers: ['a', 'x'.repeat(56)] }, 'Each answer'],
  [{ answers: ['a', '\u200b'] }, 'Each answer'],
  [{ answers: ['Tea', 'tea'] }, 'the same'],
  [{ answers: ['a', 7] }, 'Each answer'],
  [{ duration_hours: 0 }, 'duration'],
  [{ duration_hours: 769 }, 'duration'],
  [{ duration_hours: 1.5 }, 'duration'],
  [{ multiple: 'yes' }, 'multiple'],
])('is refused with a reason: %j', (more, why) => {
  expect(read(more)).toMatchObject({ ok: false, why: expect.stringContaining(why) });
});
