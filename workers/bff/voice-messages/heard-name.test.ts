import { expect, it } from 'vitest';
import { heardName } from './heard-name.ts';

const bytes = (start: string) => Uint8Array.from(`${start}${'\0'.repeat(20)}`, (sign) => sign.charCodeAt(0));

it.each([
  ['voice-message.ogg', 'OggS', 'voice-message.ogg'],
  ['VOICE.MP3', 'OggS', 'VOICE.MP3'],
  ['PTT-20260904-WA0001.opus', 'OggS', 'PTT-20260904-WA0001.opus.ogg'],
  ['녹음', 'ID3', '녹음.mp3'],
  ['memo', '\0\0\0\x20ftypM4A ', 'memo.m4a'],
  ['memo.bin', '\x1a\x45\xdf\xa3', 'memo.bin.webm'],
  ['memo.opus', 'nothing', 'memo.opus'],
])('%s, which begins with %j, is sent as %s', (filename, start, sent) => {
  expect(heardName(filename, bytes(start))).toBe(sent);
});
