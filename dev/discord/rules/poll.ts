/**
 * A poll within Discord's rules. Pure.
 *
 * Source: https://discord.com/developers/docs/resources/poll#poll-create-request-object
 */
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import type { PollView } from '../protocol.ts';
import {
  type Field,
  readBoolean,
  readNumber,
  readObjects,
  readText,
  refuseMissing,
  refuseNoObject,
} from './form.ts';

const MAX_QUESTION_CHARS = 300;
const MAX_ANSWER_CHARS = 55;
const MAX_ANSWERS = 10;
const MAX_HOURS = 32 * 24;
const DEFAULT_HOURS = 24;

/** Without the moment at which it ends. */
export type PollDraft = Omit<PollView, 'endsAt' | 'votes'> & { hours: number };

/** Undefined: there is none. */
export function readPollDraft(form: Field, source: JsonRecord): PollDraft | undefined {
  const { poll } = source;
  if (poll === undefined || poll === null) return undefined;
  const field = form.child('poll');
  if (!isRecord(poll)) {
    refuseNoObject(field);
    return undefined;
  }
  const question = readMedia(field, poll, 'question', MAX_QUESTION_CHARS);
  const answers = readObjects(field, poll, 'answers', { min: 1, max: MAX_ANSWERS });
  if (answers === undefined) refuseMissing(field.child('answers'));
  return {
    question,
    answers: (answers ?? []).map(({ value, field: place }) =>
      readMedia(place, value, 'poll_media', MAX_ANSWER_CHARS),
    ),
    isMulti: readBoolean(field, poll, 'allow_multiselect') === true,
    hours: readNumber(field, poll, 'duration', { min: 1, max: MAX_HOURS }) ?? DEFAULT_HOURS,
  };
}

function readMedia(parent: Field, source: JsonRecord, key: string, max: number): string {
  const media = source[key];
  const field = parent.child(key);
  if (isRecord(media)) return readText(field, media, 'text', { min: 1, max, required: true }) ?? '';
  if (media === undefined || media === null) refuseMissing(field);
  else refuseNoObject(field);
  return '';
}
