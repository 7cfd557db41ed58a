/**
 * Under which name a recording is sent. OpenAI goes by the end of the name, and not by what is inside: `opus` is refused, though it is
 * the Ogg that it hears. Pure.
 */

const HEARD = /\.(?:flac|m4a|mp3|mp4|mpeg|mpga|oga|ogg|wav|webm)$/i;
/** What files of each kind begin with; of MP4 behind the length of its first part. */
const BEGINNINGS: readonly (readonly [start: string, end: string])[] = [
  ['OggS', 'ogg'],
  ['ID3', 'mp3'],
  ['\xff', 'mp3'],
  ['RIFF', 'wav'],
  ['fLaC', 'flac'],
  ['\x1a\x45\xdf\xa3', 'webm'],
];

/** As it is called, where its end is known; else by what it begins with. */
export function heardName(filename: string, bytes: Uint8Array): string {
  if (HEARD.test(filename)) return filename;
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  const end = start.startsWith('ftyp', 4) ? 'm4a' : BEGINNINGS.find(([sign]) => start.startsWith(sign))?.[1];
  return end === undefined ? filename : `${filename}.${end}`;
}
