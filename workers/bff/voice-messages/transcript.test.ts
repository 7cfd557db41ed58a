import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTranscript } from './transcript.ts';

describe('what a provider has heard', () => {
  it('is its text, with the times that it tells', () => {
    const answer = {
      task: 'transcribe',
      duration: '62.5',
      text: ' Hello  there.\nSee you. ',
      segments: [
        { id: 0, start: 0, end: 2.5, text: ' Hello there.' },
        { id: 1, start: 2.5, end: 4, text: ' See you.' },
      ],
    };
    expect(readTranscript(answer)).toEqual({
      text: 'Hello there. See you.',
      segments: [
        { start: 0, end: 2.5, text: 'Hello there.' },
        { start: 2.5, end: 4, text: 'See you.' },
      ],
      duration_sec: 62.5,
    });
    expect(readTranscript({ text: '안녕', usage: { type: 'duration', seconds: 3 } })).toEqual({
      text: '안녕',
      segments: [],
      duration_sec: 3,
    });
  });

  it('has no parts of which the times are none, or run backwards', () => {
    const { segments } = readTranscript({
      text: 'x',
      segments: [
        { start: 5, end: 6, text: 'first' },
        { start: 1, end: 2, text: 'earlier' },
        { start: 7, end: 6, text: 'ends before it begins' },
        { start: -1, end: 2, text: 'negative' },
        { start: 8, end: 9, text: '  ' },
        null,
      ],
    }) ?? { segments: [] };
    expect(segments).toEqual([{ start: 5, end: 6, text: 'first' }]);
  });

  it('is nothing for what is no transcript, and never an error', () => {
    expect(readTranscript({ text: 1 })).toBeNull();
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (value, segments, duration) => {
        readTranscript(value);
        const heard = readTranscript({ text: 'a', segments: [segments, value], duration });
        expect(heard?.text).toBe('a');
      }),
    );
  });
});
