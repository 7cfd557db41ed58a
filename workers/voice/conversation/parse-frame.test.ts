import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_AUDIO_FRAME_BYTES, MAX_TEXT_FRAME_BYTES } from '../../../shared/contract/talk.ts';
import { formatSound, parseMessage, parseSound } from './parse-frame.ts';

it.each([
  { type: 'hello', seen: 0 },
  { type: 'hello', seen: 4, audio: { turn: 2, samples: 24_000 } },
  { type: 'speech_start', utterance: 1 },
  { type: 'speech_end', utterance: 1, samples: 16_000, held: false },
  { type: 'speech_drop', utterance: 1 },
  { type: 'played', turn: 1, ms: 12.5, ended: false },
  { type: 'barge_in', turn: 1, ms: 480 },
  { type: 'text', number: 1, text: '안녕' },
  { type: 'end', post: true },
])('reads %o', (message) => expect(parseMessage(JSON.stringify(message))).toEqual(message));

it.each([
  '',
  'ping',
  '[]',
  'null',
  '{"type":"hello"}',
  '{"type":"hello","seen":-1}',
  '{"type":"hello","seen":1.5}',
  '{"type":"speech_end","utterance":1,"samples":1}',
  '{"type":"played","turn":1,"ms":"1","ended":true}',
  '{"type":"ready","seq":1}',
  '{"type":"text","number":1,"text":1}',
  JSON.stringify({ type: 'text', number: 1, text: 'a'.repeat(MAX_TEXT_FRAME_BYTES) }),
])('refuses %s', (frame) => expect(parseMessage(frame)).toBeNull());

it('reads back the sound that it writes, and refuses what is too large or half a sample', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 64 }), (turn, first, pcm) => {
      const frame = formatSound(turn, first, pcm);
      const read = parseSound(frame.buffer);
      if (pcm.length % 2 === 1) expect(read).toBeNull();
      else expect(read).toEqual({ utterance: turn, firstSample: first, pcm });
    }),
  );
  expect(parseSound(new ArrayBuffer(8))).toBeNull();
  expect(parseSound(new ArrayBuffer(MAX_AUDIO_FRAME_BYTES + 2))).toBeNull();
});

it('never throws', () => {
  fc.assert(fc.property(fc.json(), (text) => void parseMessage(text)));
});
