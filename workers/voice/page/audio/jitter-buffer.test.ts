import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJitterBuffer, type PlaybackReport } from './jitter-buffer.ts';

/** 1,000 samples a second: a reserve of 120, blocks of 10. */
const RATE = 1_000;
const BLOCK = 10;
const LOUD = 0.5;

function setUp() {
  const reports: PlaybackReport[] = [];
  const buffer = createJitterBuffer(RATE, (report) => reports.push(report));
  const heard: number[] = [];
  return {
    buffer,
    heard,
    pull(blocks = 1) {
      const out = new Float32Array(BLOCK);
      for (let block = 0; block < blocks; block += 1) {
        buffer.pull(out);
        heard.push(...out);
      }
    },
    told: (kind: PlaybackReport['kind']) => reports.filter((report) => report.kind === kind),
    heardSamples: () => heard.filter((sample) => sample !== 0).length,
  };
}

const loud = (count: number) => new Int16Array(count).fill(LOUD * 32_768);

describe('a jitter buffer', () => {
  it('waits for a reserve before it begins', () => {
    const { buffer, pull, heard, told } = setUp();
    buffer.push(1, 0, loud(100));
    pull();
    expect(heard.every((sample) => sample === 0)).toBe(true);
    buffer.push(1, 100, loud(20));
    pull();
    expect(heard.at(-1)).toBe(LOUD);
    expect(told('started')).toEqual([{ kind: 'started', turn: 1 }]);
  });

  it('plays a short turn at once when nothing more comes of it', () => {
    const { buffer, pull, told, heardSamples } = setUp();
    buffer.push(1, 0, loud(15));
    buffer.end(1, 15);
    pull(3);
    expect(heardSamples()).toBe(15);
    expect(told('ended')).toEqual([{ kind: 'ended', turn: 1, samples: 15 }]);
  });

  it('ends a turn whose end is told after its last sample was heard', () => {
    const { buffer, pull, told } = setUp();
    buffer.push(1, 0, loud(120));
    pull(14);
    expect(told('ended')).toEqual([]);
    buffer.end(1, 120);
    expect(told('ended')).toEqual([{ kind: 'ended', turn: 1, samples: 120 }]);
  });

  it('ends a turn without any audio', () => {
    const { buffer, told } = setUp();
    buffer.end(1, 0);
    expect(told('ended')).toEqual([{ kind: 'ended', turn: 1, samples: 0 }]);
  });

  it('goes over from one turn to the next without a gap', () => {
    const { buffer, pull, heard } = setUp();
    buffer.push(1, 0, loud(125));
    buffer.end(1, 125);
    buffer.push(2, 0, loud(200));
    pull(20);
    expect(heard.every((sample) => sample === LOUD)).toBe(true);
  });

  it('keeps a larger reserve after a gap was heard', () => {
    const { buffer, pull, heard } = setUp();
    buffer.push(1, 0, loud(120));
    pull(13);
    buffer.push(1, 120, loud(150));
    pull();
    expect(heard.at(-1)).toBe(0);
    buffer.push(1, 270, loud(30));
    pull();
    expect(heard.at(-1)).toBe(LOUD);
  });

  it('plays once what comes twice', () => {
    const { buffer, pull, heardSamples } = setUp();
    buffer.push(1, 0, loud(150));
    buffer.push(1, 100, loud(100));
    buffer.push(1, 0, loud(50));
    buffer.end(1, 200);
    pull(30);
    expect(heardSamples()).toBe(200);
  });

  it('stands still when held, says where, and goes on there', () => {
    const { buffer, pull, told, heard, heardSamples } = setUp();
    buffer.push(1, 0, loud(200));
    buffer.end(1, 200);
    pull(5);
    buffer.hold(true);
    pull(4);
    // One block fades out, so that nothing clicks.
    expect(told('held')).toEqual([{ kind: 'held', turn: 1, samples: 60 }]);
    expect(heard.slice(60)).toEqual(new Array(30).fill(0));
    buffer.hold(false);
    pull(30);
    expect(told('ended')).toEqual([{ kind: 'ended', turn: 1, samples: 200 }]);
    expect(heardSamples()).toBeGreaterThanOrEqual(199);
  });

  it('says that nothing was played when it is held in silence', () => {
    const { buffer, pull, told } = setUp();
    buffer.hold(true);
    pull();
    expect(told('held')).toEqual([{ kind: 'held', turn: 0, samples: 0 }]);
  });

  it('is silent a block after a flush, and drops what still comes of the turn', () => {
    const { buffer, pull, told, heard } = setUp();
    buffer.push(3, 0, loud(500));
    pull(2);
    buffer.flush(3, true);
    buffer.push(3, 500, loud(500));
    buffer.end(3, 1_000);
    pull(100);
    expect(heard.slice(30).every((sample) => sample === 0)).toBe(true);
    expect(told('flushed')).toEqual([{ kind: 'flushed', turn: 3, samples: 30 }]);
    expect(told('ended')).toEqual([]);
  });

  it('plays a later turn after a flush', () => {
    const { buffer, pull, heard } = setUp();
    buffer.push(1, 0, loud(500));
    pull();
    buffer.flush(1, true);
    buffer.push(2, 0, loud(200));
    pull(2);
    expect(heard.at(-1)).toBe(LOUD);
  });

  it('flushes at the held place what is held', () => {
    const { buffer, pull, told } = setUp();
    buffer.push(1, 0, loud(500));
    pull(2);
    buffer.hold(true);
    pull();
    buffer.flush(1, true);
    expect(told('flushed')).toEqual([{ kind: 'flushed', turn: 1, samples: 30 }]);
  });

  it('plays another wording of a turn after a flush, and counts on from where it begins', () => {
    const { buffer, pull, told, heard } = setUp();
    buffer.push(1, 0, loud(500));
    pull(2);
    buffer.flush(1, false);
    pull(2);
    expect(heard.at(-1)).toBe(0);
    buffer.push(1, 500, loud(150));
    buffer.end(1, 650);
    pull(20);
    expect(told('flushed')).toEqual([{ kind: 'flushed', turn: 1, samples: 30 }]);
    expect(told('started').length).toBe(2);
    expect(told('ended')).toEqual([{ kind: 'ended', turn: 1, samples: 650 }]);
  });

  it('does not wait for more of a turn that was flushed when the next one comes', () => {
    const { buffer, pull, heard } = setUp();
    buffer.push(1, 0, loud(500));
    pull();
    buffer.flush(1, false);
    pull();
    buffer.push(2, 0, loud(200));
    pull(2);
    expect(heard.at(-1)).toBe(LOUD);
  });

  it('tells the position about ten times a second', () => {
    const { buffer, pull, told } = setUp();
    buffer.push(1, 0, loud(1_000));
    pull(100);
    expect(told('position').length).toBe(10);
  });

  it('plays each sample once and counts it, however the frames come', () => {
    const frames = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 });
    const pulls = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(frames, pulls, fc.integer({ min: 0, max: 40 }), (sizes, between, overlap) => {
        const { buffer, pull, told, heardSamples } = setUp();
        let at = 0;
        sizes.forEach((size, index) => {
          const first = Math.max(0, at - overlap);
          buffer.push(1, first, loud(at + size - first));
          at += size;
          pull(between[index] ?? 0);
        });
        buffer.end(1, at);
        pull(Math.ceil(at / BLOCK) + 1);
        expect(heardSamples()).toBe(at);
        expect(told('ended')).toEqual([{ kind: 'ended', turn: 1, samples: at }]);
      }),
    );
  });
});
