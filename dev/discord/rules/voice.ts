/**
 * A voice message: one recording and nothing besides, checked as Discord checks it. Pure.
 *
 * Source: https://docs.discord.com/developers/resources/message#message-object-message-flags
 */
import { FLAG, type MessageDraft } from './messages.ts';

/** Names of the refusals, as `rest/errors.ts` has them. */
export type VoiceRefusal = 'voiceContent' | 'voiceAttachment' | 'voiceMetadata' | 'voiceEdit';

/** `flags`: of the message that is there; null for a new one. */
export function findVoiceRefusal(
  draft: MessageDraft,
  files: readonly { index: number; contentType: string }[],
  flags: number | null,
): VoiceRefusal | null {
  if (flags !== null && (flags & FLAG.voiceMessage) !== 0) return 'voiceEdit';
  if (((draft.flags ?? 0) & FLAG.voiceMessage) === 0) return null;
  const hasMore =
    (draft.content ?? '') !== '' ||
    (draft.embeds ?? []).length > 0 ||
    (draft.components ?? []).length > 0 ||
    draft.layout !== undefined ||
    draft.poll !== undefined;
  if (hasMore) return 'voiceContent';
  const [file] = files;
  if (file === undefined || files.length !== 1 || !file.contentType.startsWith('audio/')) {
    return 'voiceAttachment';
  }
  const described = (draft.attachments ?? []).filter(({ kind }) => kind === 'file');
  const [one] = described;
  if (described.length !== 1 || one?.kind !== 'file') return 'voiceMetadata';
  const { sound } = one;
  return sound === undefined || sound.duration_secs <= 0 ? 'voiceMetadata' : null;
}
