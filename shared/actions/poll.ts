/** The arguments of `poll`, within Discord's rules: as the bff proposes them and as the bot carries them out. Pure. */
import type { JsonRecord } from '../json.ts';
import { oneLine } from './one-line.ts';

export const POLL = 'poll';

export interface PollArguments {
  question: string;
  answers: string[];
  /** Whole hours that it is open. */
  duration_hours: number;
  /** One person may choose several answers. */
  multiple: boolean;
}

/** UTF-16 units. */
export const MAX_POLL_QUESTION_CHARS = 300;
export const MAX_POLL_ANSWER_CHARS = 55;
export const MAX_POLL_ANSWERS = 10;
export const MAX_POLL_HOURS = 768;
const DEFAULT_HOURS = 24;

/** `why`: in English, what is wrong. */
export type ReadPoll = { ok: true; poll: PollArguments } | { ok: false; why: string };

export function readPoll(args: JsonRecord): ReadPoll {
  const { duration_hours: hours = DEFAULT_HOURS, multiple = false } = args;
  const question = typeof args.question === 'string' ? oneLine(args.question) : '';
  const given: unknown[] = Array.isArray(args.answers) ? args.answers : [];
  const answers = given.map((answer) => (typeof answer === 'string' ? oneLine(answer) : ''));
  if (question === '' || question.length > MAX_POLL_QUESTION_CHARS)
    return wrong(`The question must have 1 to ${MAX_POLL_QUESTION_CHARS} characters.`);
  if (answers.length < 2 || answers.length > MAX_POLL_ANSWERS)
    return wrong(`There must be 2 to ${MAX_POLL_ANSWERS} answers.`);
  if (answers.some((answer) => answer === '' || answer.length > MAX_POLL_ANSWER_CHARS))
    return wrong(`Each answer must have 1 to ${MAX_POLL_ANSWER_CHARS} characters.`);
  if (new Set(answers.map((answer) => answer.toLowerCase())).size < answers.length)
    return wrong('Two answers are the same.');
  if (typeof hours !== 'number' || !Number.isInteger(hours) || hours < 1 || hours > MAX_POLL_HOURS)
    return wrong(`The duration must be 1 to ${MAX_POLL_HOURS} whole hours.`);
  if (typeof multiple !== 'boolean') return wrong("'multiple' must be true or false.");
  return { ok: true, poll: { question, answers, duration_hours: hours, multiple } };
}

function wrong(why: string): ReadPoll {
  return { ok: false, why };
}
