import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AnswerOutcome, createAnswerReader, type ReplyEvent } from './read-answer.ts';

function read(frames: (string | object)[]): AnswerOutcome & { text: string; events: ReplyEvent[] } {
  const reader = createAnswerReader();
  const events: ReplyEvent[] = [];
  let end = null;
  for (const frame of frames) {
    const step = reader.read(typeof frame === 'string' ? frame : JSON.stringify(frame));
    events.push(...step.events);
    end = step.end ?? null;
    if (end !== null) break;
  }
  events.push(...reader.rest());
  const shown = events.slice(events.findLastIndex(({ kind }) => kind === 'retracted') + 1);
  const text = shown.map((event) => (event.kind === 'text' ? event.text : '')).join('');
  return { text, events, end: end ?? reader.cutOff(), about: reader.about };
}

function delta(content: unknown, more: object = {}) {
  return { choices: [{ index: 0, delta: { content }, finish_reason: null }], ...more };
}
function finish(finish_reason: unknown) {
  return { choices: [{ index: 0, delta: {}, finish_reason }] };
}
const stop = finish('stop');

it('joins the text and ends at [DONE]', () => {
  expect(read([delta('안'), delta('녕'), stop, '[DONE]', delta('not read')])).toMatchObject({
    text: '안녕',
    end: { kind: 'whole', finishReason: 'stop' },
    about: {},
  });
});

it('collects what libra says in the first chunk and the last', () => {
  const first = delta('a', { libra: { model: 'gpt-4o-mini', fallback: false } });
  const last = { choices: [], libra: { remembered: false, cached: true } };
  expect(read([first, stop, last, '[DONE]']).about).toEqual({
    model: 'gpt-4o-mini',
    fallback: false,
    remembered: false,
    cached: true,
  });
});

it('yields a refusal as text', () => {
  expect(read([{ choices: [{ delta: { refusal: 'No.' } }] }, stop, '[DONE]']).text).toBe('No.');
});

it('does not count reasoning as text', () => {
  const thought = { choices: [{ delta: { reasoning_content: 'Hm.' } }] };
  expect(read([thought])).toMatchObject({
    text: '',
    events: [{ kind: 'reasoning', text: 'Hm.' }],
    end: { kind: 'failed', failure: { code: 'upstream_unreachable' } },
  });
});

it('takes thoughts out of the text, wherever the stream is cut', () => {
  const frames = [...'<think>The user wants…</think>\n\nSeoul.'].map((char) => delta(char));
  expect(read([...frames, stop, '[DONE]'])).toMatchObject({ text: 'Seoul.', end: { kind: 'whole' } });
});

it('takes back what turns out to be thoughts', () => {
  const { text, events } = read([delta('Hm, Korea.'), delta('\n</think>\n\nSeoul.'), stop, '[DONE]']);
  expect(events).toContainEqual({ kind: 'retracted' });
  expect(text).toBe('Seoul.');
});

it('keeps text back that may become a tag, and gives it out at the end', () => {
  expect(read([delta('a'), delta('\n<thi')]).text).toBe('a\n<thi');
});

it('ends as an error frame says', () => {
  const error = {
    error: { code: 'rate_limit_user', libra: { limit: 20, retry_after_sec: 12, resets_at: 'x' } },
  };
  expect(read([delta('half'), error, '[DONE]']).end).toEqual({
    kind: 'failed',
    failure: { code: 'rate_limit_user', evidence: { limit: 20, retry_after_sec: 12 } },
  });
});

it('ends as blocked when a filter took the rest away', () => {
  expect(read([delta('half'), finish('content_filter'), '[DONE]']).end).toEqual({ kind: 'blocked' });
});

it('fails when the stream ends without [DONE]', () => {
  const failed = (code: string) => ({ kind: 'failed', failure: { code } });
  expect(read([delta('half'), stop]).end).toEqual(failed('provider_interrupted'));
  expect(read([]).end).toEqual(failed('upstream_unreachable'));
});

it.each([null, '', 'null', 'because'])('fails at [DONE] after the finish reason %j', (reason) => {
  expect(read([delta('half'), finish(reason), '[DONE]']).end).toEqual({
    kind: 'failed',
    failure: { code: 'provider_interrupted' },
  });
});

it.each(['garbage', 'null', '5'])('fails as garbled at %s', (frame) => {
  expect(read([frame, '[DONE]']).end).toEqual({ kind: 'failed', failure: { code: 'provider_garbled' } });
});

it.each([
  '{}',
  '{"choices":5}',
  '{"choices":[null]}',
  '{"choices":[{"delta":null}]}',
  '{"choices":[{"delta":{"content":5}}]}',
])('reads past %s', (frame) => {
  expect(read([frame, stop, '[DONE]'])).toMatchObject({ text: '', end: { kind: 'whole' } });
});

it('comes to one end on any frames, and to a whole answer only after [DONE]', () => {
  const loose = fc.oneof(
    fc.constant('[DONE]'),
    fc.constant(JSON.stringify(stop)),
    fc.string(),
    fc.json(),
    fc
      .record(
        {
          choices: fc.oneof(
            fc.array(
              fc.oneof(
                fc.jsonValue(),
                fc.record({
                  delta: fc.dictionary(fc.constantFrom('content', 'refusal', 'reasoning'), fc.jsonValue()),
                  finish_reason: fc.oneof(fc.constantFrom('stop', 'length'), fc.jsonValue()),
                }),
              ),
              { maxLength: 2 },
            ),
            fc.jsonValue(),
          ),
          libra: fc.jsonValue(),
          error: fc.jsonValue(),
        },
        { requiredKeys: [] },
      )
      .map((frame) => JSON.stringify(frame)),
  );
  fc.assert(
    fc.property(fc.array(loose, { maxLength: 8 }), (frames) => {
      const { end } = read(frames);
      if (end.kind === 'whole') expect(frames.map((frame) => frame.trim())).toContain('[DONE]');
    }),
  );
});
