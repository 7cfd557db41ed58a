/** The kinds of files that an attachment option or a modal's file upload takes. Pure. */
import type { JsonRecord } from '../../../shared/json.ts';
import { type Field, readList } from './form.ts';

const EXTENSIONS: Record<string, readonly string[]> = {
  image: ['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'heic'],
  video: ['mp4', 'mov', 'webm'],
  audio: ['mp3', 'ogg', 'wav', 'm4a', 'flac', 'opus'],
};

/** `image`, `video`, `audio`, or extensions. */
export function readFileTypes(field: Field, source: JsonRecord): string[] | undefined {
  const types = readList(field, source, 'file_types');
  if (types === undefined) return undefined;
  const place = field.child('file_types');
  if (types.length > 10) place.refuse('BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  for (const [index, type] of types.entries()) {
    if (typeof type !== 'string' || !/^\.?[a-z0-9]{1,16}$/i.test(type)) {
      place.child(index).refuse('FILE_TYPE_INVALID', 'Must be image, video, audio or an extension.');
    }
  }
  return types.map(String);
}

/** Discord looks at the extension alone. */
export function fitsFileTypes(filename: string, types: readonly string[] | undefined): boolean {
  if (types === undefined || types.length === 0) return true;
  const extension = /\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? '';
  return types.some((type) => {
    const wanted = type.replace(/^\./, '').toLowerCase();
    return EXTENSIONS[wanted]?.includes(extension) ?? wanted === extension;
  });
}
