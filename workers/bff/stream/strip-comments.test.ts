import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAbout, formatAnswerEnd } from '../../../shared/chat/relay.ts';
import { encodeComment, encodeData } from '../../../shared/sse/encode.ts';
import { createCommentStripper } from './strip-comments.ts';

/** Cuts `text` into pieces of these sizes, over and over, and joins what is let through. */
function strip(text: string, sizes: readonly number[]): string {
  const bytes = new TextEncoder().encode(text);
  const stripper = createCommentStripper();
  const kept: number[] = [];
  for (let at = 0, piece = 0; at < bytes.length; piece += 1) {
    const size = sizes[piece % sizes.length] ?? 1;
    kept.push(...stripper.strip(bytes.slice(at, at + size)));
    at += size;
  }
  kept.push(...stripper.rest());
  return new TextDecoder().decode(new Uint8Array(kept));
}

const own = fc.constantFrom(
  encodeComment(formatAbout({ libra: { model: 'm', provider: 'p' } })),
  encodeComment(formatAnswerEnd({ prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 })),
);
const other = fc.oneof(
  fc.json().map(encodeData),
  fc.constantFrom(
    encodeComment('heartbeat'),
    encodeComment('libr'),
    encodeComment('libration'),
    encodeData('{"content":"\\n: libra-end {}"}'),
    encodeData(': libra-end {}'),
    '\n',
    ':\n',
  ),
);

describe('a stripper of comments', () => {
  it('takes out Libra’s own comments and nothing else, wherever the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            own.map((text) => [text, '']),
            other.map((text) => [text, text]),
          ),
        ),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (frames, sizes) => {
          const sent = frames.map(([text]) => text).join('');
          expect(strip(sent, sizes)).toBe(frames.map(([, kept]) => kept).join(''));
        },
      ),
    );
  });

  it('keeps what might have become a comment when the stream ends there', () => {
    expect(strip(': lib', [2])).toBe(': lib');
  });

  it('passes a chunk without comments on as it is', () => {
    const chunk = new TextEncoder().encode(encodeData('{"a":1}'));
    expect(createCommentStripper().strip(chunk).buffer).toBe(chunk.buffer);
  });
});
