import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutbox, type Outbox } from './outbox.ts';
import type { UtteranceEvent } from './utterances.ts';

const NOTHING = { utterance: 0, texts: 0 };

/** What is sent, in short. */
function drain(outbox: Outbox): string[] {
  const said: string[] = [];
  for (let out = outbox.next(); out !== undefined; out = outbox.next()) {
    if (out.kind === 'event') said.push(JSON.stringify(out.event));
    else said.push(`audio ${out.frame.number} ${out.frame.first}+${out.frame.samples.length}`);
  }
  return said;
}

const START = (utterance: number): UtteranceEvent => ({ kind: 'start', utterance });
const AUDIO = (utterance: number, samples: number): UtteranceEvent => ({
  kind: 'audio',
  utterance,
  samples: new Int16Array(samples),
});
const END = (utterance: number): UtteranceEvent => ({ kind: 'end', utterance, held: false });

function speak(outbox: Outbox, ...events: UtteranceEvent[]) {
  for (const event of events) outbox.speak(event);
}

describe('the outbox', () => {
  it('says nothing before the other side is ready, and then all of it in order', () => {
    const outbox = createOutbox();
    speak(outbox, START(1), AUDIO(1, 512), END(1));
    outbox.type('hello');
    expect(drain(outbox)).toEqual([]);
    outbox.open(NOTHING);
    expect(drain(outbox)).toEqual([
      '{"type":"text","number":1,"text":"hello"}',
      '{"type":"speech_start","utterance":1}',
      'audio 1 0+512',
      '{"type":"speech_end","utterance":1,"samples":512,"held":false}',
    ]);
  });

  it('counts the samples of an utterance', () => {
    const outbox = createOutbox();
    outbox.open(NOTHING);
    speak(outbox, START(1), AUDIO(1, 512), AUDIO(1, 1_536), END(1), START(2), AUDIO(2, 512));
    expect(drain(outbox).filter((line) => line.startsWith('audio'))).toEqual([
      'audio 1 0+512',
      'audio 1 512+1536',
      'audio 2 0+512',
    ]);
  });

  it('says again from its first sample what was not known as a whole', () => {
    const outbox = createOutbox();
    outbox.open(NOTHING);
    speak(outbox, START(1), AUDIO(1, 512), END(1), START(2), AUDIO(2, 512));
    drain(outbox);
    outbox.shut();
    speak(outbox, AUDIO(2, 512), END(2));
    outbox.open({ utterance: 1, texts: 0 });
    expect(drain(outbox)).toEqual([
      '{"type":"speech_start","utterance":2}',
      'audio 2 0+512',
      'audio 2 512+512',
      '{"type":"speech_end","utterance":2,"samples":1024,"held":false}',
    ]);
  });

  it('goes on with an utterance that is not over after it was said again', () => {
    const outbox = createOutbox();
    outbox.open(NOTHING);
    speak(outbox, START(1), AUDIO(1, 512));
    outbox.shut();
    outbox.open(NOTHING);
    drain(outbox);
    speak(outbox, AUDIO(1, 512));
    expect(drain(outbox)).toEqual(['audio 1 512+512']);
  });

  it('sends nothing more of what was no speech', () => {
    const outbox = createOutbox();
    outbox.open(NOTHING);
    speak(outbox, START(1), AUDIO(1, 512), { kind: 'drop', utterance: 1 });
    expect(drain(outbox)).toEqual([
      '{"type":"speech_start","utterance":1}',
      '{"type":"speech_drop","utterance":1}',
    ]);
    outbox.open(NOTHING);
    // The other side may have heard its beginning, and not this.
    expect(drain(outbox)).toEqual(['{"type":"speech_drop","utterance":1}']);
    outbox.open({ utterance: 1, texts: 0 });
    expect(drain(outbox)).toEqual([]);
  });

  it('says of each utterance that was dropped meanwhile that it was', () => {
    const outbox = createOutbox();
    outbox.open(NOTHING);
    speak(outbox, START(1), AUDIO(1, 512));
    drain(outbox);
    outbox.shut();
    speak(outbox, { kind: 'drop', utterance: 1 }, START(2), AUDIO(2, 512), { kind: 'drop', utterance: 2 });
    outbox.open(NOTHING);
    // The other side would wait for the rest of the first one.
    expect(drain(outbox)).toEqual([
      '{"type":"speech_drop","utterance":1}',
      '{"type":"speech_drop","utterance":2}',
    ]);
  });

  it('says again that an answer has been heard to its end', () => {
    const outbox = createOutbox();
    outbox.open(NOTHING);
    outbox.shut();
    outbox.say({ type: 'played', turn: 1, ms: 900, ended: true });
    outbox.open(NOTHING);
    expect(drain(outbox)).toEqual(['{"type":"played","turn":1,"ms":900,"ended":true}']);
  });

  it('says a typed text again only where it has not arrived', () => {
    const outbox = createOutbox();
    outbox.open(NOTHING);
    outbox.type('one');
    outbox.type('two');
    drain(outbox);
    outbox.open({ utterance: 0, texts: 1 });
    expect(drain(outbox)).toEqual(['{"type":"text","number":2,"text":"two"}']);
  });

  it('repeats the newest barge-in, the end last, and no played time', () => {
    const outbox = createOutbox();
    outbox.open(NOTHING);
    outbox.say({ type: 'barge_in', turn: 1, ms: 300 });
    outbox.say({ type: 'barge_in', turn: 2, ms: 700 });
    outbox.say({ type: 'played', turn: 2, ms: 700, ended: false });
    outbox.say({ type: 'end', post: true });
    outbox.shut();
    outbox.type('late');
    outbox.open(NOTHING);
    expect(drain(outbox)).toEqual([
      '{"type":"barge_in","turn":2,"ms":700}',
      '{"type":"text","number":1,"text":"late"}',
      '{"type":"end","post":true}',
    ]);
  });

  it('is slow while seconds of speech wait, and until nearly none do', () => {
    const outbox = createOutbox();
    outbox.open(NOTHING);
    speak(outbox, START(1), AUDIO(1, 16_000 * 4));
    expect(outbox.isSlow()).toBe(false);
    speak(outbox, AUDIO(1, 16_000));
    expect(outbox.isSlow()).toBe(true);
    for (let sent = 0; sent < 8; sent += 1) outbox.next();
    expect(outbox.isSlow()).toBe(true);
    drain(outbox);
    expect(outbox.isSlow()).toBe(false);
  });

  it('does not grow without end through a conversation of hours', () => {
    const outbox = createOutbox();
    outbox.open(NOTHING);
    for (let utterance = 1; utterance <= 100; utterance += 1) {
      speak(outbox, START(utterance), AUDIO(utterance, 16_000 * 10), END(utterance));
      drain(outbox);
    }
    outbox.open(NOTHING);
    const again = drain(outbox).filter((line) => line.startsWith('{"type":"speech_start"'));
    expect(again.length).toBeLessThanOrEqual(31);
    expect(again.at(-1)).toContain('"utterance":100');
  });

  it('leaves no sample out and repeats none within a connection, wherever connections are lost', () => {
    const events = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 8 });
    const cuts = fc.array(fc.boolean(), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(events, cuts, (sizes, lost) => {
        const outbox = createOutbox();
        outbox.open(NOTHING);
        let got: { first: number; count: number }[] = [];
        const receive = () => {
          for (let out = outbox.next(); out !== undefined; out = outbox.next()) {
            if (out.kind === 'audio') got.push({ first: out.frame.first, count: out.frame.samples.length });
          }
        };
        speak(outbox, START(1));
        sizes.forEach((size, index) => {
          speak(outbox, AUDIO(1, size));
          if (lost[index] === true) {
            outbox.shut();
            got = [];
            outbox.open(NOTHING);
          } else receive();
        });
        receive();
        let at = 0;
        for (const { first, count } of got) {
          expect(first).toBe(at);
          at += count;
        }
        expect(at).toBe(sizes.reduce((sum, size) => sum + size, 0));
      }),
    );
  });
});
