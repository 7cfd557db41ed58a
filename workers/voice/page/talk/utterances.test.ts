import { describe, expect, it } from 'vitest';
import { createUtterances, type HeardEvent, type UtteranceEvent } from './utterances.ts';

const FRAME = 512;

function setUp() {
  const utterances = createUtterances();
  const said: UtteranceEvent[] = [];
  let frames = 0;
  return {
    said,
    hear(kind: Exclude<HeardEvent['kind'], 'frame' | 'hands_free'>) {
      said.push(...utterances.hear({ kind }));
    },
    handsFree: (on: boolean) => said.push(...utterances.hear({ kind: 'hands_free', on })),
    /** Each frame holds its own number. */
    frames(count: number) {
      for (let index = 0; index < count; index += 1) {
        frames += 1;
        said.push(...utterances.hear({ kind: 'frame', samples: new Int16Array(FRAME).fill(frames) }));
      }
    },
    /** The numbers of the frames that were sent, in order. */
    sent: () =>
      said.flatMap((event) =>
        event.kind === 'audio' ? [...event.samples].filter((_, index) => index % FRAME === 0) : [],
      ),
    kinds: () =>
      said.filter(({ kind }) => kind !== 'audio').map(({ kind, utterance }) => `${kind} ${utterance}`),
  };
}

describe('utterances', () => {
  it('sends nothing of what is heard without speech', () => {
    const { frames, said } = setUp();
    frames(1_000);
    expect(said).toEqual([]);
  });

  it('begins with the 300 ms before the speech was noticed', () => {
    const { frames, hear, sent, kinds } = setUp();
    frames(20);
    hear('voice');
    expect(kinds()).toEqual(['start 1']);
    expect(sent()).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20]);
  });

  it('sends each frame of the speech once, also the last that fill no message', () => {
    const { frames, hear, sent, kinds } = setUp();
    frames(1);
    hear('voice');
    frames(5);
    hear('voice_sure');
    frames(5);
    hear('silence');
    frames(5);
    expect(sent()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(kinds()).toEqual(['start 1', 'sure 1', 'end 1']);
  });

  it('drops what was no speech, and goes on counting', () => {
    const { frames, hear, kinds } = setUp();
    frames(1);
    hear('voice');
    frames(2);
    hear('misfire');
    hear('voice');
    expect(kinds()).toEqual(['start 1', 'drop 1', 'start 2']);
  });

  it('is sure at once where a key is held, and says so at its end', () => {
    const { frames, hear, said, kinds } = setUp();
    frames(3);
    hear('press');
    expect(kinds()).toEqual(['start 1', 'sure 1']);
    frames(20);
    hear('release');
    expect(said.at(-1)).toEqual({ kind: 'end', utterance: 1, held: true });
  });

  it('does not let silence end what is held', () => {
    const { frames, hear, kinds } = setUp();
    hear('press');
    frames(20);
    hear('voice');
    hear('silence');
    hear('misfire');
    expect(kinds()).toEqual(['start 1', 'sure 1']);
  });

  it('makes a spoken utterance a held one where the key is pressed in the middle', () => {
    const { frames, hear, said, kinds } = setUp();
    frames(9);
    hear('voice');
    frames(3);
    hear('press');
    frames(9);
    hear('release');
    expect(kinds()).toEqual(['start 1', 'sure 1', 'end 1']);
    expect(said.at(-1)).toMatchObject({ held: true });
  });

  it('drops a press too short to say anything in', () => {
    const { frames, hear, kinds } = setUp();
    frames(9);
    hear('press');
    frames(4);
    hear('release');
    expect(kinds()).toEqual(['start 1', 'sure 1', 'drop 1']);
  });

  it('begins nothing by speech where one has to press', () => {
    const { frames, hear, handsFree, kinds } = setUp();
    handsFree(false);
    frames(9);
    hear('voice');
    hear('silence');
    expect(kinds()).toEqual([]);
    hear('press');
    expect(kinds()).toEqual(['start 1', 'sure 1']);
  });

  it('ends what was begun hands-free when one has to press from now on', () => {
    const { frames, hear, handsFree, kinds } = setUp();
    frames(9);
    hear('voice');
    handsFree(false);
    expect(kinds()).toEqual(['start 1', 'end 1']);
  });

  it('ends an utterance where the microphone is cut, and forgets what was before', () => {
    const { frames, hear, sent, kinds } = setUp();
    frames(2);
    hear('voice');
    frames(1);
    hear('cut');
    frames(1);
    hear('cut');
    hear('voice');
    expect(kinds()).toEqual(['start 1', 'end 1', 'start 2']);
    expect(sent()).toEqual([1, 2, 3]);
  });

  it('goes on in another utterance after a minute, without losing a frame', () => {
    const { frames, hear, sent, kinds } = setUp();
    frames(1);
    hear('voice');
    frames(1_900);
    hear('silence');
    expect(kinds()).toEqual(['start 1', 'end 1', 'start 2', 'sure 2', 'end 2']);
    expect(sent()).toEqual(Array.from({ length: 1_901 }, (_, index) => index + 1));
  });
});
