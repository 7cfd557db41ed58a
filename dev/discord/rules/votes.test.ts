import { describe, expect, it } from 'vitest';
import type { PollView } from '../protocol.ts';
import { castVote, countVotes, votersOf, votesOf } from './votes.ts';

const NOW_MS = 1_000;
const poll = (more: Partial<PollView> = {}): PollView => ({
  question: 'Lunch?',
  answers: ['Rice', 'Soup', 'Bread'],
  isMulti: false,
  endsAt: NOW_MS + 1,
  ...more,
});
const voted = (votes: PollView['votes'], more: Partial<PollView> = {}) =>
  poll({ ...more, ...(votes && { votes }) });
const votesAfter = (before: PollView, answerIds: number[], nowMs = NOW_MS) => {
  const verdict = castVote(before, '7', answerIds, nowMs);
  return verdict.ok ? (verdict.poll.votes ?? {}) : verdict.error;
};

describe('a vote', () => {
  it('takes the place of the one before, and leaves the votes of others', () => {
    expect(votesAfter(voted({ 7: [1], 8: [1] }), [2])).toEqual({ 7: [2], 8: [1] });
  });

  it('is taken back by a vote for nothing', () => {
    expect(votesAfter(voted({ 7: [1], 8: [3] }), [])).toEqual({ 8: [3] });
  });

  it('is for several answers only where the poll allows it, and for each once', () => {
    expect(votesAfter(poll(), [1, 2])).toBe('answerIds: The poll takes one answer');
    expect(votesAfter(poll({ isMulti: true }), [3, 1, 3])).toEqual({ 7: [1, 3] });
  });

  it.each([[0], [4], [1.5]])('is refused for an answer that is not there: %d', (answerId) => {
    expect(votesAfter(poll(), [answerId])).toBe('answerIds: There is no such answer');
  });

  it('is neither given nor taken back once the poll is over', () => {
    const over = voted({ 7: [1] }, { endsAt: NOW_MS });
    expect([votesAfter(over, [2]), votesAfter(over, [])]).toEqual(
      Array(2).fill('answerIds: The poll is over'),
    );
  });
});

it('counts each answer, and tells who has chosen it', () => {
  const counted = voted({ 12: [1, 3], 9: [3] }, { isMulti: true });
  expect(countVotes(counted).map(({ count }) => count)).toEqual([1, 0, 2]);
  expect(votersOf(counted, 3)).toEqual(['9', '12']);
  expect(votesOf(counted, '12')).toEqual([1, 3]);
  expect(votesOf(counted, null)).toEqual([]);
});
