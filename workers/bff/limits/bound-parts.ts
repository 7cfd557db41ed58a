/**
 * How many tokens an image, a recording or a file in a message can have at most, as far as its provider has published how
 * it counts. Pure. Source: https://platform.openai.com/docs/guides/images-vision#calculating-costs
 */
import type { AudioPart, ContentPart, FilePart, ImagePart } from '../../../shared/chat/messages.ts';
import { type ImageSize, type ImageSizes, readImageSize } from './image-size.ts';

/** A family of models that cuts an image into tiles of 512 pixels, or patches of 32. */
type ImageCount =
  | { kind: 'tiles'; base: number; tile: number }
  | { kind: 'patches'; factor: number; maxPatches: number };

const COUNTS: readonly (readonly [models: RegExp, count: ImageCount])[] = [
  [/^gpt-4o-mini/, { kind: 'tiles', base: 2_833, tile: 5_667 }],
  [/^(gpt-4\.1|gpt-5)-nano/, { kind: 'patches', factor: 2.46, maxPatches: 1_536 }],
  [/^(gpt-4\.1|gpt-5|o4)-mini/, { kind: 'patches', factor: 1.72, maxPatches: 1_536 }],
  [/^(gpt-4o|gpt-4\.1|gpt-4-turbo|gpt-5(-20|-chat|$)|o1|o3)/, { kind: 'tiles', base: 85, tile: 170 }],
];

/** Of a family that is not known: what those that see most make of one image. */
const UNKNOWN_IMAGE_TOKENS = 16_384;

/** An image is scaled to fit a square of 2,048 pixels and then to 768 on its shorter side. */
const FIT_PIXELS = 2_048;
const SHORT_SIDE_PIXELS = 768;
const TILE_PIXELS = 512;
const MAX_TILES = 8;
const PATCH_PIXELS = 32;

/** 40 tokens a second of the thinnest recording, a kilobyte a second. */
const BYTES_PER_AUDIO_TOKEN = 25;
/** The same of 24,000 samples a second: only the voice Worker sends it, and so its length is known. */
const BYTES_PER_PCM_TOKEN = 1_200;

/** What a provider keeps under an id is not known here. */
const UNKNOWN_FILE_TOKENS = 128_000;

/** 0 for text, which is counted by its bytes. */
export function boundPartTokens(part: ContentPart, model: string, sizes?: ImageSizes): number {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return 0;
    case 'image_url':
      return boundImageTokens(part, model, sizes);
    case 'input_audio':
      return boundAudioTokens(part);
    case 'file':
      return boundFileTokens(part);
  }
}

export function boundImageTokens(
  { image_url: { url, detail } }: ImagePart,
  model: string,
  sizes?: ImageSizes,
): number {
  const count = COUNTS.find(([models]) => models.test(model))?.[1];
  if (count === undefined) return UNKNOWN_IMAGE_TOKENS;
  const size = sizes?.get(url) ?? readImageSize(url);
  if (count.kind === 'patches') {
    const patches = size === null ? count.maxPatches : Math.min(countPatches(size), count.maxPatches);
    return Math.ceil(patches * count.factor);
  }
  if (detail === 'low') return count.base;
  return count.base + count.tile * (size === null ? MAX_TILES : countTiles(size));
}

function countPatches({ width, height }: ImageSize): number {
  return Math.ceil(width / PATCH_PIXELS) * Math.ceil(height / PATCH_PIXELS);
}

function countTiles({ width, height }: ImageSize): number {
  const fit = Math.min(1, FIT_PIXELS / Math.max(width, height));
  const scale = fit * Math.min(1, SHORT_SIDE_PIXELS / (Math.min(width, height) * fit));
  // One pixel more where it is scaled: how a provider rounds is not published.
  const more = scale < 1 ? 1 : 0;
  const tiles = (pixels: number) => Math.ceil((pixels * scale + more) / TILE_PIXELS);
  return Math.min(MAX_TILES, tiles(width) * tiles(height));
}

function boundAudioTokens({ input_audio: { data, format } }: AudioPart): number {
  const bytesPerToken = format === 'pcm16' ? BYTES_PER_PCM_TOKEN : BYTES_PER_AUDIO_TOKEN;
  return Math.ceil(bytesOfBase64(data) / bytesPerToken);
}

/** Of a PDF no close bound is known: its text is compressed, and each page is an image too. Its bytes are what it usually stays under. */
function boundFileTokens({ file: { file_data: data } }: FilePart): number {
  return data === undefined ? UNKNOWN_FILE_TOKENS : bytesOfBase64(data);
}

function bytesOfBase64(text: string): number {
  return Math.ceil((text.length * 3) / 4);
}
