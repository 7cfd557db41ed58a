/**
 * Who has voted for what in a poll, and when it is over. Pure.
 *
 * Source: https://discord.com/developers/docs/resources/poll#poll-results-object
 */
import type { PollView, Snowflake } from '../protocol.ts';

export type VoteVerdict = { ok: true; poll: PollView } | { ok: false; error: string };

export interface AnswerCount {
  /** From 1 on, in the order of the answers. */
  answerId: number;
  /** 0 or more. */
  count: number;
}

/** Discord counts once more in the background after the end; here the counts are exact at once. */
export function isPollOver({ endsAt }: PollView, nowMs: number): boolean {
  return endsAt <= nowMs;
}

/** Puts a person's vote in the place of the one before. No answer at all: the vote is taken back. */
export function castVote(
  poll: PollView,
  userId: Snowflake,
  answerIds: readonly number[],
  nowMs: number,
): VoteVerdict {
  if (isPollOver(poll, nowMs)) return { ok: false, error: 'answerIds: The poll is over' };
  const chosen = [...new Set(answerIds)].toSorted((a, b) => a - b);
  if (chosen.some((id) => !Number.isInteger(id) || id < 1 || id > poll.answers.length)) {
    return { ok: false, error: 'answerIds: There is no such answer' };
  }
  if (chosen.length > 1 && !poll.isMulti) return { ok: false, error: 'answerIds: The poll takes one answer' };
  const { [userId]: _, ...others } = poll.votes ?? {};
  return {
    ok: true,
    poll: { ...poll, votes: chosen.length === 0 ? others : { ...others, [userId]: chosen } },
  };
}

/** The answers that somebody has chosen, by their numbers. */
export function votesOf({ votes = {} }: PollView, userId: Snowflake | null): readonly number[] {
  return (userId === null ? undefined : votes[userId]) ?? [];
}

/** One for each answer, in the order of the poll. */
export function countVotes({ answers, votes = {} }: PollView): AnswerCount[] {
  const all = Object.values(votes).flat();
  return answers.map((_, index) => ({
    answerId: index + 1,
    count: all.filter((id) => id === index + 1).length,
  }));
}

/** By their ids, lowest first. */
export function votersOf({ votes = {} }: PollView, answerId: number): Snowflake[] {
  return Object.entries(votes)
    .filter(([, chosen]) => chosen.includes(answerId))
    .map(([userId]) => userId)
    .toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
}
