/** The message that a message command is used on, as Discord sends it along. Pure. */
import { isRecord, type JsonRecord, recordsIn } from '../../../shared/json.ts';
import { componentTexts } from '../../../shared/text/component-texts.ts';
import { type GivenFile, parseFileList } from './files.ts';
import { displayNameOf, type MentionNames, nameMentions, parseMentionNames } from './names.ts';

export interface TargetMessage {
  id: string;
  authorName: string | null;
  /** Absent when it is not told. */
  authorId?: string;
  /** With names for mentions, the text of components, a poll and embeds behind its own; empty when there is none. */
  text: string;
  /** Its files, and those of a message that it forwards. */
  files?: readonly GivenFile[];
}

/** Null when the message did not come along. */
export function parseTarget({ target_id: id, resolved }: JsonRecord): TargetMessage | null {
  const messages = isRecord(resolved) ? resolved.messages : undefined;
  if (typeof id !== 'string' || !/^\d{15,20}$/.test(id) || !isRecord(messages)) return null;
  const message = messages[id];
  if (!isRecord(message)) return null;
  return {
    id,
    authorName: displayNameOf(message.member, message.author),
    ...(isRecord(message.author) && typeof message.author.id === 'string'
      ? { authorId: message.author.id }
      : {}),
    text: nameMentions(textsOf(message).join('\n'), namesIn(message)).trim(),
    files: filesOf(message),
  };
}

/** A forwarded message has its text in a snapshot. */
function textsOf({ content, components, poll, embeds, message_snapshots: snapshots }: JsonRecord): string[] {
  return [
    ...textIn(content),
    ...componentTexts(components),
    ...(isRecord(poll) ? textsOfPoll(poll) : []),
    ...recordsIn(embeds).flatMap(textsOfEmbed),
    ...recordsIn(snapshots).flatMap(({ message }) => (isRecord(message) ? textsOf(message) : [])),
  ];
}

function filesOf({ attachments, message_snapshots: snapshots }: JsonRecord): GivenFile[] {
  const forwarded = recordsIn(snapshots).flatMap(({ message }) =>
    isRecord(message) ? filesOf(message) : [],
  );
  return [...parseFileList(attachments), ...forwarded];
}

function textsOfPoll({ question, answers }: JsonRecord): string[] {
  const shown = recordsIn(answers).flatMap(({ poll_media: media }) =>
    isRecord(media) ? textIn(media.text) : [],
  );
  return [...(isRecord(question) ? textIn(question.text) : []), ...shown.map((text) => `- ${text}`)];
}

function textsOfEmbed({ author, title, description, fields, footer }: JsonRecord): string[] {
  return [
    ...(isRecord(author) ? textIn(author.name) : []),
    ...textIn(title),
    ...textIn(description),
    ...recordsIn(fields).flatMap(({ name, value }) => [...textIn(name), ...textIn(value)]),
    ...(isRecord(footer) ? textIn(footer.text) : []),
  ];
}

function namesIn({ mentions }: JsonRecord): MentionNames {
  const users = recordsIn(mentions).flatMap((user) => (typeof user.id === 'string' ? [[user.id, user]] : []));
  return parseMentionNames({ users: Object.fromEntries(users) as JsonRecord });
}

function textIn(value: unknown): string[] {
  return typeof value === 'string' && value.trim() !== '' ? [value] : [];
}
