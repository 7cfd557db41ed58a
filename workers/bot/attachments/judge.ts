/** Whether a file can be shown to a model, from what Discord says of it: decided before anything is downloaded. Pure. */
import {
  MAX_ATTACHED_IMAGE_BYTES,
  MAX_ATTACHED_TEXT_BYTES,
  MAX_RECORDING_BYTES,
} from '../../../shared/limits.ts';
import type { GivenFile } from '../discord/files.ts';
import { type FileKind, isMisleadingType, kindOfName, kindOfType } from './file-types.ts';

/** A file that a question brings along. Plain data: it crosses an RPC boundary, and lies in a delivery's record. */
export interface AttachedFile extends Omit<GivenFile, 'isAnimated'> {
  kind: 'image' | 'text' | 'audio';
}

/** In bytes. */
const LIMITS = {
  image: MAX_ATTACHED_IMAGE_BYTES,
  text: MAX_ATTACHED_TEXT_BYTES,
  audio: MAX_RECORDING_BYTES,
} as const;

export type FileProblem =
  | 'file_empty'
  | 'file_too_large'
  /** Its name says another kind of file than its type. */
  | 'file_mismatch'
  /** PDF, DOCX and the like. */
  | 'file_document'
  | 'file_type'
  /** Providers read images that stand still. */
  | 'file_animated';

export type FileVerdict =
  | { ok: true; file: AttachedFile }
  | { ok: false; problem: FileProblem; limitBytes: number | null };

export function judgeFile(given: GivenFile): FileVerdict {
  const { isAnimated, ...file } = given;
  const kind = kindOf(given);
  if (kind === 'mismatch') return refuse('file_mismatch');
  if (kind === 'document') return refuse('file_document');
  if (kind === 'other') return refuse('file_type');
  if (file.sizeBytes === 0) return refuse('file_empty');
  const limitBytes = LIMITS[kind];
  if (file.sizeBytes > limitBytes) return { ok: false, problem: 'file_too_large', limitBytes };
  if (kind === 'image' && isAnimated) return refuse('file_animated');
  return { ok: true, file: { ...file, kind } };
}

/** What neither type nor name tells may be text without an end to its name; its bytes say so when they are read. */
function kindOf({ contentType, filename }: GivenFile): FileKind | 'mismatch' {
  const byType = kindOfType(contentType);
  const byName = kindOfName(filename);
  if (byName === 'text' && isMisleadingType(contentType)) return 'text';
  if (byType === null || byName === null) return byType ?? byName ?? 'text';
  return byType === byName ? byType : 'mismatch';
}

function refuse(problem: FileProblem): FileVerdict {
  return { ok: false, problem, limitBytes: null };
}
