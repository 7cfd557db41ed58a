import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AnswerEnd, readAnswer } from './answer.ts';

async function read(frames: (string | object)[]): Promise<{ text: string; end: AnswerEnd }> {
  async function* source() {
    for (const frame of frames) yield typeof frame === 'string' ? frame : JSON.stringify(frame);
  }
  const answer = readAnswer(source());
  let text = '';
  for (;;) {
    const step = await answer.next();
    if (step.done === true) return { text, end: step.value };
    text += step.value;
  }
}

function delta(content: unknown, more: object = {}) {
  return { choices: [{ index: 0, delta: { content }, finish_reason: null }], ...more };
}
const stop = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };

it('joins the text and ends at [DONE]', async () => {
  expect(await read([delta('안'), delta('녕'), stop, '[DONE]', delta('not read')])).toEqual({
    text: '안녕',
    end: { kind: 'complete', finish: 'stop', facts: {} },
  });
});

it('gathers what libra says from the first chunk and the last', async () => {
  const first = delta('a', { libra: { model: 'gpt-4o-mini', fallback: false } });
  const last = { choices: [], libra: { remembered: false, cached: true } };
  expect((await read([first, stop, last, '[DONE]'])).end).toEqual({
    kind: 'complete',
    finish: 'stop',
    facts: { model: 'gpt-4o-mini', fallback: false, remembered: false, cached: true },
  });
});

it('shows a refusal as text', async () => {
  expect((await read([{ choices: [{ delta: { refusal: 'No.' } }] }, '[DONE]'])).text).toBe('No.');
});

it('takes an error frame for what it says', async () => {
  const error = {
    error: { code: 'rate_limit_user', libra: { limit: 20, retry_after_sec: 12, resets_at: 'x' } },
  };
  expect((await read([delta('half'), error, '[DONE]'])).end).toEqual({
    kind: 'failed',
    code: 'rate_limit_user',
    evidence: { limit: 20, retry_after_sec: 12 },
  });
});

it('never takes a stream without [DONE] for a success', async () => {
  expect((await read([delta('half'), stop])).end).toEqual({ kind: 'failed', code: 'provider_interrupted' });
  expect((await read([])).end).toEqual({ kind: 'failed', code: 'upstream_unreachable' });
});

it.each(['garbage', 'null', '5', '{"choices":5}'])('calls %s garbled', async (frame) => {
  expect((await read([frame, '[DONE]'])).end).toEqual({ kind: 'failed', code: 'provider_garbled' });
});

it.each([
  '{}',
  '{"choices":[null]}',
  '{"choices":[{"delta":null}]}',
  '{"choices":[{"delta":{"content":5}}]}',
])('reads past %s', async (frame) => {
  expect(await read([frame, '[DONE]'])).toMatchObject({ text: '', end: { kind: 'complete' } });
});

it('comes to one end on any frames, and calls no answer complete that was not said to be', async () => {
  const loose = fc.oneof(
    fc.constant('[DONE]'),
    fc.string(),
    fc.json(),
    fc
      .record(
        {
          choices: fc.oneof(
            fc.array(
              fc.oneof(
                fc.jsonValue(),
                fc.record({ delta: fc.dictionary(fc.constantFrom('content', 'refusal'), fc.jsonValue()) }),
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
  await fc.assert(
    fc.asyncProperty(fc.array(loose, { maxLength: 8 }), async (frames) => {
      const { text, end } = await read(frames);
      expect(typeof text).toBe('string');
      if (end.kind === 'complete') expect(frames).toContain('[DONE]');
    }),
  );
});
