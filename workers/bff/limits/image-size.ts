/**
 * The size of an image out of the first bytes of its data URL: PNG, GIF, WebP and JPEG, which is what models read. Pure;
 * never throws.
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
  const size = readPng(view) ?? readGif(view) ?? readWebp(view) ?? readJpeg(view);
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
  if (view.getUint32(0) !== 0x89504e47) return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function readGif(view: DataView): ImageSize | null {
  if (view.getUint32(0) !== 0x47494638) return null;
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
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
    if (marker < 0xff01) return null;
    if (isFrameStart(marker)) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** SOF0 to SOF15, without the tables and extensions that stand among them. */
function isFrameStart(marker: number): boolean {
  return marker >= 0xffc0 && marker <= 0xffcf && marker !== 0xffc4 && marker !== 0xffc8 && marker !== 0xffcc;
}
