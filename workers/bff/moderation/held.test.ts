import { describe, expect, it } from 'vitest';
import { createHeld } from './held.ts';

const delta = (index: number, said: object) =>
  JSON.stringify({ id: 'c', choices: [{ index, delta: said, finish_reason: null }] });

describe('a window', () => {
  it.each<[string, readonly string[]]>([
    ['its text', [delta(0, { content: 'something bad' })]],
    ['a refusal', [delta(0, { refusal: 'something bad' })]],
    ['what is said aloud', [delta(0, { audio: { data: 'AAAA', transcript: 'something bad' } })]],
    ['a further choice', [delta(1, { content: 'something bad' })]],
    [
      'a further choice in one frame with the first',
      [
        JSON.stringify({
          choices: [
            { index: 0, delta: { content: 'something ' } },
            { index: 1, delta: { content: 'bad' } },
          ],
        }),
      ],
    ],
  ])('holds back and gives to the judge: %s', (_what, frames) => {
    const held = createHeld();
    expect(frames.map((frame) => held.push(frame)).join('')).toBe('');
    expect(held.withheld()).toBe('something bad');
    expect(held.close()).toBe('something bad');
  });

  it('has what went out unjudged, though nothing comes behind it', () => {
    const held = createHeld();
    held.push(delta(0, { content: 'kill' }));
    expect(held.releaseUnjudged()).not.toBe('');
    expect(held.close()).toBe('kill');
    held.release();
    expect(held.close()).toBe('');
  });
});
