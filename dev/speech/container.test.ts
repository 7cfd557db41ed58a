import { expect, it } from 'vitest';
import { sniffContainer } from './container.ts';

it.each([
  ['wav', Buffer.from('RIFF\0\0\0\0WAVEfmt ')],
  ['ogg', Buffer.from('OggS\0')],
  ['flac', Buffer.from('fLaC')],
  ['mp4', Buffer.from('\0\0\0\x20ftypM4A ')],
  ['webm', Buffer.from('1a45dfa3', 'hex')],
  ['mp3', Buffer.from('ID3\x04')],
  ['mp3', Buffer.from('fff344c4', 'hex')],
  [null, Buffer.from('RIFF\0\0\0\0AVI ')],
  [null, Buffer.from('fff9', 'hex')],
  [null, Buffer.from('hello')],
  [null, Buffer.alloc(0)],
])('tells %s by its first bytes', (container, bytes) => {
  expect(sniffContainer(bytes)).toBe(container);
});
