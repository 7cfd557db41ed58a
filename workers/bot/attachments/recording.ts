/** A file that is heard, as the bff takes it. Pure. */
import type { Recording } from '../../../shared/contract/voice-messages.ts';
import type { AttachedFile } from './judge.ts';

export function recordingOf(file: Omit<AttachedFile, 'kind' | 'width' | 'height'>): Recording {
  const { id, filename, contentType, sizeBytes, url, durationSec } = file;
  return {
    id,
    filename,
    content_type: contentType,
    size_bytes: sizeBytes,
    url,
    ...(durationSec === undefined ? {} : { duration_sec: durationSec }),
  };
}
