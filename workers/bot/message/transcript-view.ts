/** What was said in a recording, as one message: with times where it is long, and as a file besides where it does not fit. Pure. */
import { ButtonStyleTypes, MessageComponentTypes } from 'discord-interactions';
import type { Transcript } from '../../../shared/contract/voice-messages.ts';
import { type ActionRow, actionRow, MAX_MESSAGE_CHARS } from '../discord/message.ts';
import type { TranscriptTexts } from '../locale/texts/voice.ts';
import { answerDraft, type Draft } from './draft.ts';
import { formatHeardId, HEARD_ACTIONS, type HeardButton } from './heard-id.ts';
import { escapeLine } from './question.ts';

/** From here on it helps to know where something was said. */
const TIMED_FROM_SEC = 60;
/** Of one line: a paragraph. */
const PARAGRAPH_CHARS = 500;

export function viewTranscript(
  transcript: Transcript,
  about: Omit<HeardButton, 'action'> & { link: string },
  texts: TranscriptTexts,
): Draft {
  if (transcript.text === '') return answerDraft(`${texts.nothing} ${about.link}`);
  const head = `${texts.head(transcript.duration_sec)} · ${about.link}`;
  const lines = linesOf(transcript);
  const whole = [head, ...lines.map((line) => escapeLine(line, line.length))].join('\n');
  const components = [buttonRow(about, texts)];
  if (whole.length <= MAX_MESSAGE_CHARS) return { ...answerDraft(whole), components };
  const room = MAX_MESSAGE_CHARS - texts.attached.length - 2;
  const file = { name: 'transcript.txt', type: 'text/plain', text: lines.join('\n') };
  return { ...answerDraft(`${beginning(whole, room)}\n${texts.attached}`), files: [file], components };
}

/** Whole lines, as many as fit; of a first one that does not, its beginning. */
function beginning(text: string, room: number): string {
  if (text.length <= room) return text;
  const end = text.lastIndexOf('\n', room - 1);
  const start = text.slice(0, end > room / 2 ? end : room - 1).toWellFormed();
  return `${start.trimEnd()}…`;
}

/** Times stand before each part that was heard alone. */
function linesOf({ text, segments, duration_sec: seconds }: Transcript): string[] {
  const last = segments.at(-1)?.end ?? 0;
  if (segments.length < 2 || Math.max(seconds ?? 0, last) < TIMED_FROM_SEC) return paragraphs(text);
  return segments.map(({ start, text: said }) => `[${showTime(start)}] ${said}`);
}

/** `0:07`, `1:02:30` */
function showTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  return hours === 0 ? `${minutes}:${two(rest)}` : `${hours}:${two(minutes)}:${two(rest)}`;
}

/** A text without times is broken where sentences end, to be read more easily. */
function paragraphs(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const sentence of text.split(/(?<=[.!?…。])\s+/u)) {
    if (line !== '' && line.length + sentence.length > PARAGRAPH_CHARS) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? sentence : `${line} ${sentence}`;
  }
  return [...lines, line];
}

function buttonRow(about: Omit<HeardButton, 'action'>, texts: TranscriptTexts): ActionRow {
  const { requesterId, messageId, attachmentId } = about;
  return actionRow(
    ...HEARD_ACTIONS.map((action) => ({
      type: MessageComponentTypes.BUTTON as const,
      style: action === 'ask' ? ButtonStyleTypes.PRIMARY : ButtonStyleTypes.SECONDARY,
      label: texts[action],
      custom_id: formatHeardId({ action, requesterId, messageId, attachmentId }),
    })),
  );
}
