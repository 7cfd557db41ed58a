/**
 * Messages of a channel as lines for the model: when, who by the name that others see, what. No ids. A message begins with `- `
 * at the beginning of a line, and no line within one can: so nobody can write a message of somebody else. Pure.
 */
import { isRecord, type JsonRecord, recordsIn } from '../../../../shared/json.ts';
import { componentTexts } from '../../../../shared/text/component-texts.ts';
import { dropHidden } from '../../../../shared/text/hidden.ts';

export type ShownMessages =
  | { kind: 'shown'; text: string }
  /** There are messages of people, and not one has a content: the intent is not granted. */
  | { kind: 'without_contents' }
  | { kind: 'none' };

const MAX_NAME_CHARS = 40;
const MAX_CONTENT_CHARS = 1_500;
/** Discord's types that people and bots write: plain, reply, slash command, message command. */
const WRITTEN: readonly unknown[] = [0, 19, 20, 23];
/** Of a message that is still "thinking…". */
const LOADING = 1 << 7;

interface Read {
  isPersons: boolean;
  isEmpty: boolean;
  line: string;
}

/** `messages`: as Discord gives them, the newest first. The text has the oldest first; the newest are kept when it is too long. */
export function showMessages(messages: readonly unknown[], maxBytes: number): ShownMessages {
  const read = messages.flatMap(readMessage);
  if (read.length === 0) return { kind: 'none' };
  const ofPeople = read.filter(({ isPersons }) => isPersons);
  if (ofPeople.length > 0 && ofPeople.every(({ isEmpty }) => isEmpty)) return { kind: 'without_contents' };
  const lines: string[] = [];
  let left = maxBytes;
  for (const { line } of read) {
    left -= encoder.encode(line).length + 1;
    if (left < 0) break;
    lines.unshift(line);
  }
  const dropped = read.length - lines.length;
  const note = dropped === 0 ? [] : [`(${dropped} older messages are left out.)`];
  return { kind: 'shown', text: [...note, ...lines].join('\n') };
}

function readMessage(value: unknown): Read[] {
  if (!isRecord(value) || !isRecord(value.author) || !WRITTEN.includes(value.type)) return [];
  const { author, flags } = value;
  if (typeof flags === 'number' && (flags & LOADING) !== 0) return [];
  const isBot = author.bot === true;
  const forwarded = recordsIn(value.message_snapshots).flatMap(({ message }) =>
    isRecord(message) ? ['[forwarded]', ...partsOf(message)] : [],
  );
  const parts = [...partsOf(value), ...forwarded];
  const text = cut(dropHidden(parts.join('\n')).trim(), MAX_CONTENT_CHARS);
  const name = `${nameOf(author)}${isBot ? ' (bot)' : ''}`;
  const line = `- [${timeOf(value.timestamp)}] ${name}: ${text === '' ? '(no text)' : indent(text)}`;
  return [{ isPersons: !isBot, isEmpty: parts.length === 0, line }];
}

/** What a message holds, each as it is named here; none is empty. */
function partsOf(message: JsonRecord): string[] {
  return [
    ...[message.content, ...componentTexts(message.components)].map((text) =>
      withoutIds(textOf(text), message),
    ),
    ...[message.poll].filter(isRecord).map(showPoll),
    ...recordsIn(message.sticker_items).map(({ name }) => `[sticker: ${oneLine(textOf(name), 100)}]`),
    ...recordsIn(message.attachments).map(({ filename }) => `[file: ${oneLine(textOf(filename), 100)}]`),
    ...recordsIn(message.embeds).map(({ title, description }) => {
      const said = oneLine(textOf(title) || textOf(description), 200);
      return `[embed: ${said}]`;
    }),
  ].filter((part) => part.trim() !== '');
}

/** With the votes so far. */
function showPoll({ question, answers, results }: JsonRecord): string {
  const textIn = (media: unknown) => oneLine(isRecord(media) ? textOf(media.text) : '', 300);
  const counts = recordsIn(isRecord(results) ? results.answer_counts : undefined);
  const votes = new Map(counts.map(({ id, count }) => [id, Number(count)]));
  const shown = recordsIn(answers).map(
    ({ answer_id: id, poll_media: media }) => `${textIn(media)} (${votes.get(id) ?? 0})`,
  );
  return `[poll: ${textIn(question)} – ${shown.join(', ')}]`;
}

/** Every further line stands deeper than the beginning of a message. */
function indent(text: string): string {
  return text.replaceAll(/[\r\n\u0085\u2028\u2029]+/g, '\n    ');
}

/** Mentions, channels and emojis by name; what has none by its kind. */
function withoutIds(content: string, { mentions }: JsonRecord): string {
  const names = new Map(recordsIn(mentions).map((user) => [textOf(user.id), nameOf(user)]));
  return content
    .replaceAll(/<@!?(\d+)>/g, (_, id: string) => `@${names.get(id) ?? 'someone'}`)
    .replaceAll(/<@&\d+>/g, '@role')
    .replaceAll(/<#\d+>/g, '#channel')
    .replaceAll(/<a?:(\w+):\d+>/g, ':$1:')
    .replaceAll(/<\/([^:>]+):\d+>/g, '/$1');
}

function nameOf({ global_name: display, username }: JsonRecord): string {
  return oneLine(textOf(display) || textOf(username), MAX_NAME_CHARS) || 'someone';
}

function timeOf(value: unknown): string {
  const at = new Date(textOf(value));
  return Number.isNaN(at.getTime())
    ? 'unknown time'
    : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A colon would end the name. */
function oneLine(text: string, maxChars: number): string {
  return cut(dropHidden(text.toWellFormed()).replaceAll(/\s+/g, ' ').replaceAll(':', '').trim(), maxChars);
}

function cut(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars - 1).toWellFormed()}…`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const encoder = new TextEncoder();
