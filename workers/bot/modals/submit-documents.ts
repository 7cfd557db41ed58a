/** The form of `/docs add` was filled in. What Discord says of a file is judged here; what is in it, once it is read. */
import { MAX_DOCUMENT_BYTES } from '../../../shared/limits.ts';
import type { ModalInteraction } from '../discord/parse.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { beginReading, shortenName } from '../documents/begin.ts';
import type { DocumentItem } from '../documents/task.ts';
import { withCode } from '../locale/failure.ts';
import { showFileName } from '../locale/file-name.ts';
import { refuse, refuseFile } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import type { EnteredDocuments } from './documents.ts';

const PICTURE_OR_SOUND = /^(?:image|video|audio|font|model)\//;

export async function submitDocuments(
  context: InteractionContext<ModalInteraction>,
  { scope, fileIds }: EnteredDocuments,
): Promise<InteractionCallback> {
  const { texts, interaction } = context;
  const items: Omit<DocumentItem, 'ingestion'>[] = [];
  if (fileIds.length === 0) return refuse(texts, 'upload_missing');
  for (const id of fileIds) {
    const file = interaction.files.get(id);
    if (file === undefined) return refuse(texts, 'upload_missing');
    const { filename, contentType, sizeBytes, url } = file;
    if (sizeBytes > MAX_DOCUMENT_BYTES) {
      return refuseFile(texts, filename, { problem: 'file_too_large', limitBytes: MAX_DOCUMENT_BYTES });
    }
    if (contentType !== null && PICTURE_OR_SOUND.test(contentType) && contentType !== 'image/svg+xml') {
      const told = texts.problems.document_file_type(showFileName(filename));
      return ephemeral(withCode(told, 'document_file_type'));
    }
    items.push({
      name: shortenName(filename),
      source: { kind: 'file', url, content_type: contentType, size_bytes: sizeBytes },
    });
  }
  return beginReading(context, scope, items);
}
