/** Files that an interaction brings, as Discord describes them under `resolved`. Pure. */
import { isList, isRecord } from '../../../shared/json.ts';
import { cleanName } from './names.ts';

export interface GivenFile {
  id: string;
  filename: string;
  /** Without parameters, in lower case; null when Discord does not say. */
  contentType: string | null;
  sizeBytes: number;
  /** Signed, and good for about a day. */
  url: string;
  /** In pixels; null for what is no picture. */
  width: number | null;
  height: number | null;
  /** Of a voice message alone, in seconds. */
  durationSec?: number;
  isAnimated: boolean;
}

/** By id. */
export type GivenFiles = ReadonlyMap<string, GivenFile>;

/** What Discord names a file that has no name of its own. */
const NAMELESS = 'unknown';
/** `IS_ANIMATED` of an attachment's flags. */
const ANIMATED = 1 << 5;
const MAX_FILES = 25;

/** Entries without an address are left out: nothing can be done with them. */
export function parseFiles(resolved: unknown): GivenFiles {
  const files = new Map<string, GivenFile>();
  const entries = isRecord(resolved) && isRecord(resolved.attachments) ? resolved.attachments : {};
  for (const [id, value] of Object.entries(entries).slice(0, MAX_FILES)) {
    const file = parseFile(id, value);
    if (file !== null) files.set(id, file);
  }
  return files;
}

/** The same of the files of a message, in their order. */
export function parseFileList(list: unknown): GivenFile[] {
  if (!isList(list)) return [];
  return list.slice(0, MAX_FILES).flatMap((value) => {
    const id = isRecord(value) ? value.id : undefined;
    return typeof id === 'string' && /^\d{1,20}$/.test(id) ? (parseFile(id, value) ?? []) : [];
  });
}

function parseFile(id: string, value: unknown): GivenFile | null {
  if (!isRecord(value) || typeof value.url !== 'string') return null;
  const { filename, content_type: type, size, url, width, height, flags, duration_secs: seconds } = value;
  return {
    id,
    filename: cleanName(filename) ?? NAMELESS,
    contentType: typeof type === 'string' ? toBareType(type) : null,
    sizeBytes: isCount(size) ? size : 0,
    url,
    width: isCount(width) && width > 0 ? width : null,
    height: isCount(height) && height > 0 ? height : null,
    ...(typeof seconds === 'number' && seconds > 0 && Number.isFinite(seconds)
      ? { durationSec: seconds }
      : {}),
    isAnimated: isCount(flags) && (flags & ANIMATED) !== 0,
  };
}

/** `text/plain; charset=utf-8` → `text/plain` */
function toBareType(type: string): string | null {
  const bare = (type.split(';')[0] ?? '').trim().toLowerCase();
  return /^[\w.+-]{1,60}\/[\w.+-]{1,80}$/.test(bare) ? bare : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
