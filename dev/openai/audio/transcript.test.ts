import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Transcript,
  toSrt,
  toText,
  toVerbose,
  toVtt,
  usageBySeconds,
  usageByTokens,
} from './transcript.ts';

const TRANSCRIPT: Transcript = {
  language: 'english',
  durationSec: 3_725.25,
  segments: [
    { start: 0, end: 1.5, text: 'Hello there.', avgLogprob: -0.1 },
    { start: 3_723.0045, end: 3_725.25, text: 'Good bye.', avgLogprob: -0.2 },
  ],
};

describe('a transcript', () => {
  it('is its segments in one line as text', () => {
    expect(toText(TRANSCRIPT)).toBe('Hello there. Good bye.');
  });

  it('has numbered cues and commas as SRT', () => {
    expect(toSrt(TRANSCRIPT)).toBe(
      '1\n00:00:00,000 --> 00:00:01,500\nHello there.\n\n2\n01:02:03,005 --> 01:02:05,250\nGood bye.\n\n',
    );
  });

  it('has a header and points as VTT', () => {
    expect(toVtt(TRANSCRIPT)).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nHello there.\n\n01:02:03.005 --> 01:02:05.250\nGood bye.\n\n',
    );
  });

  it('is empty in every format when nothing was said', () => {
    const nothing = { ...TRANSCRIPT, segments: [] };
    expect([toText(nothing), toSrt(nothing), toVtt(nothing)]).toEqual(['', '', 'WEBVTT\n\n']);
  });

  it('has segments, or words in order within their segment, as verbose JSON', () => {
    const verbose = toVerbose(TRANSCRIPT, { task: 'transcribe', withWords: true, withSegments: true });
    expect(verbose).toMatchObject({
      task: 'transcribe',
      language: 'english',
      duration: 3_725.25,
      segments: [
        { id: 0, start: 0, end: 1.5, text: ' Hello there.', avg_logprob: -0.1 },
        { id: 1, seek: 372_300 },
      ],
      words: [
        { word: 'Hello', start: 0 },
        { word: 'there.', end: 1.5 },
        { word: 'Good' },
        { word: 'bye.', end: 3_725.25 },
      ],
    });
    const bare = toVerbose(TRANSCRIPT, { task: 'translate', withWords: false, withSegments: false });
    expect(Object.keys(bare)).toEqual(['task', 'language', 'duration', 'text']);
  });

  it('has well-formed time stamps at any time', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 80_000, noNaN: true }), (start) => {
        const srt = toSrt({ ...TRANSCRIPT, segments: [{ start, end: start, text: 'a', avgLogprob: 0 }] });
        const stamps = /^1\n(\d\d):([0-5]\d):([0-5]\d),(\d{3}) --> /.exec(srt);
        const [hours = 0, minutes = 0, seconds = 0, ms = 0] = stamps?.slice(1).map(Number) ?? [];
        expect(stamps).not.toBeNull();
        expect(Math.abs(hours * 3_600 + minutes * 60 + seconds + ms / 1_000 - start)).toBeLessThan(0.001);
      }),
    );
  });

  it('is counted in seconds or in tokens', () => {
    expect(usageBySeconds(TRANSCRIPT)).toEqual({ type: 'duration', seconds: 3_726 });
    expect(usageByTokens({ ...TRANSCRIPT, durationSec: 2 }, 'names: Libra')).toMatchObject({
      type: 'tokens',
      input_token_details: { audio_tokens: 20 },
      input_tokens: expect.any(Number),
    });
  });
});
