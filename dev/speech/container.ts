/** Which container a file is, by its first bytes: names and types that clients send are not to be trusted. Pure. */
export type Container = 'wav' | 'mp3' | 'flac' | 'ogg' | 'mp4' | 'webm';

export function sniffContainer(bytes: Uint8Array): Container | null {
  const tag = (start: number, end: number) => String.fromCharCode(...bytes.subarray(start, end));
  if (tag(0, 4) === 'RIFF' && tag(8, 12) === 'WAVE') return 'wav';
  if (tag(0, 4) === 'OggS') return 'ogg';
  if (tag(0, 4) === 'fLaC') return 'flac';
  if (tag(4, 8) === 'ftyp') return 'mp4';
  if (tag(0, 4) === '\x1a\x45\xdf\xa3') return 'webm';
  if (tag(0, 3) === 'ID3' || isMpegFrame(bytes)) return 'mp3';
  return null;
}

/** Eleven bits of sync, then a version and a layer that are not reserved. */
function isMpegFrame([first = 0, second = 0]: Uint8Array): boolean {
  return first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x18) !== 0x08 && (second & 0x06) !== 0;
}
