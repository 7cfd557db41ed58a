/** What a file is, by its declared type and by the end of its name. Pure. */

/** `audio`: is heard, the sound of a film as well. `document`: of a format that is not read yet. `other`: of a format that no model reads here. */
export type FileKind = 'image' | 'text' | 'audio' | 'document' | 'other';

/** What every provider with vision reads. Source: https://platform.openai.com/docs/guides/images-vision */
const IMAGE_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);
const IMAGE_ENDS: ReadonlySet<string> = new Set(['png', 'jpg', 'jpeg', 'webp', 'gif']);

/** Text beside `text/*`. An SVG is read as the text that it is: no provider renders one. */
const TEXT_TYPE =
  /^(text\/.+|image\/svg\+xml|application\/((.+\+)?(json|xml|yaml)|jsonl|ndjson|x-ndjson|toml|javascript|ecmascript|typescript|sql|graphql|x-(sh|shellscript|yaml|toml|python|perl|ruby|php|httpd-php|tex|latex|javascript|sql|subrip)))$/;
const TEXT_ENDS: ReadonlySet<string> = new Set(
  (
    'txt text md markdown rst csv tsv json jsonl ndjson json5 xml svg html htm css scss less yaml yml toml ini cfg conf env ' +
    'properties log diff patch tex bib srt vtt sql graphql proto js mjs cjs jsx ts mts cts tsx vue svelte astro py pyi ipynb rb ' +
    'php pl lua r jl go rs c h cc cpp cxx hpp cs java kt kts scala swift m mm dart ex exs erl hs ml clj lisp zig nim sh bash ' +
    'zsh fish ps1 bat cmd gradle cmake mk dockerfile gitignore editorconfig tf sol asm s'
  ).split(' '),
);

const DOCUMENT_TYPE =
  /^text\/rtf$|^application\/(pdf|msword|rtf|epub\+zip|x-hwp|haansofthwp|hwp\+zip|vnd\.(hancom\..+|ms-(word|excel|powerpoint).*|openxmlformats-officedocument\..+|oasis\.opendocument\..+))$/;
const DOCUMENT_ENDS: ReadonlySet<string> = new Set(
  'pdf doc docx xls xlsx ppt pptx odt ods odp rtf hwp hwpx epub pages numbers key'.split(' '),
);

/** What OpenAI hears. Source: https://platform.openai.com/docs/guides/speech-to-text */
const AUDIO_TYPE =
  /^audio\/(mpeg|mp3|mpga|mp4|m4a|x-m4a|wav|wave|x-wav|vnd\.wave|webm|ogg|opus|flac|x-flac)$|^video\/(mp4|mpeg|webm)$/;
const AUDIO_ENDS: ReadonlySet<string> = new Set(
  'mp3 mpga mp4 mpeg m4a wav webm ogg oga opus flac'.split(' '),
);

const OTHER_TYPE =
  /^(image|video|audio|font|model)\/|^application\/(zip|gzip|x-7z-compressed|x-rar.*|vnd\.rar|x-tar|x-bzip2?|x-msdownload|java-archive|wasm|vnd\.sqlite3|vnd\.android\.package-archive)$/;
const OTHER_ENDS: ReadonlySet<string> = new Set(
  (
    'heic heif avif bmp tif tiff ico psd ai mov mkv avi zip gz tgz 7z rar tar bz2 xz exe dll ' +
    'msi dmg iso jar apk wasm so dylib bin sqlite db ttf otf woff woff2'
  ).split(' '),
);

/** Types that systems give to text by the end of its name: TypeScript as a video stream, CSV as a table of Excel. */
const MISLEADING_TYPES: ReadonlySet<string> = new Set(['video/mp2t', 'application/vnd.ms-excel']);

export function isMisleadingType(contentType: string | null): boolean {
  return contentType !== null && MISLEADING_TYPES.has(contentType);
}

/** Null when the type says nothing of what is inside, as `application/octet-stream`. */
export function kindOfType(contentType: string | null): FileKind | null {
  if (contentType === null) return null;
  if (IMAGE_TYPES.has(contentType)) return 'image';
  if (DOCUMENT_TYPE.test(contentType)) return 'document';
  if (TEXT_TYPE.test(contentType)) return 'text';
  if (AUDIO_TYPE.test(contentType)) return 'audio';
  return OTHER_TYPE.test(contentType) ? 'other' : null;
}

/** Null for a name whose end says nothing. */
export function kindOfName(filename: string): FileKind | null {
  const end = (/\.([^.]{1,16})$/.exec(filename)?.[1] ?? filename).toLowerCase();
  if (IMAGE_ENDS.has(end)) return 'image';
  if (TEXT_ENDS.has(end)) return 'text';
  if (AUDIO_ENDS.has(end)) return 'audio';
  if (DOCUMENT_ENDS.has(end)) return 'document';
  return OTHER_ENDS.has(end) ? 'other' : null;
}
