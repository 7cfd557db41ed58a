/**
 * The size of an image out of the first bytes of its data URL: PNG, WebP and JPEG. A GIF may hold a larger picture than the size
 * that it states. What decoders could read in another way is not believed, since the sender pays by it. Pure; never throws.
 */
export interface ImageSize {
  width: number;
  height: number;
}

/** Sizes that are known beforehand, by the image's URL. */
export type ImageSizes = ReadonlyMap<string, ImageSize>;

/** A JPEG may hold a preview and a colour profile before its size. */
const MAX_HEAD_CHARS = 400_000;

/** Null for another URL, another format, or a head that does not say. */
export function readImageSize(url: string): ImageSize | null {
  const start = url.startsWith('data:') ? url.indexOf(';base64,') : -1;
  if (start === -1) return null;
  const from = start + ';base64,'.length;
  // Whole groups of four only, so that the cut is base64 itself.
  const head = decodeBase64(url.slice(from, from + MAX_HEAD_CHARS - (MAX_HEAD_CHARS % 4)));
  if (head === null || head.byteLength < 30) return null;
  const view = new DataView(head.buffer);
  const size = readPng(view) ?? readWebp(view) ?? readJpeg(view);
  return size === null || size.width === 0 || size.height === 0 ? null : size;
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
    return bytes;
  } catch {
    return null;
  }
}

function readPng(view: DataView): ImageSize | null {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452) return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Source: https://developers.google.com/speed/webp/docs/riff_container */
function readWebp(view: DataView): ImageSize | null {
  if (view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57454250) return null;
  const inner14 = (at: number) => view.getUint16(at, true) & 0x3fff;
  switch (view.getUint32(12)) {
    case 0x56503820:
      return { width: inner14(26), height: inner14(28) };
    case 0x5650384c: {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503858:
      return { width: inner24(view, 24) + 1, height: inner24(view, 27) + 1 };
    default:
      return null;
  }
}

function inner24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
}

/** Goes from segment to segment until the one that starts the frame. */
function readJpeg(view: DataView): ImageSize | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 <= view.byteLength) {
    const marker = view.getUint16(at);
    if (!hasLength(marker)) return null;
    if (isFrameStart(marker)) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** Not a restart, a beginning or an end, and no byte that fills. */
function hasLength(marker: number): boolean {
  return marker > 0xff01 && marker < 0xffff && !(marker >= 0xffd0 && marker <= 0xffd9);
}

/** SOF0 to SOF15, without the tables and extensions that stand among them. */
function isFrameStart(marker: number): boolean {
  return marker >= 0xffc0 && marker <= 0xffcf && marker !== 0xffc4 && marker !== 0xffc8 && marker !== 0xffcc;
}
