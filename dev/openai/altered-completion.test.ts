import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OpenAiFaults } from './faults.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from './server.ts';

let standIn: OpenAiStandIn;

beforeAll(async () => {
  standIn = await startOpenAiStandIn({ pace: 'instant' });
});
afterAll(() => standIn.close());
afterEach(() => standIn.setFaults({}));

async function ask(faults: OpenAiFaults, change: object = {}): Promise<string> {
  standIn.setFaults(faults);
  const answer = await fetch(`${standIn.url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${standIn.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'count to 9' }],
      ...change,
    }),
  });
  return answer.text();
}

async function whole(faults: OpenAiFaults, change: object = {}) {
  const { choices, usage } = JSON.parse(await ask(faults, change));
  return { text: choices[0].message.content as string, finishReason: choices[0].finish_reason, usage };
}

async function usages(faults: OpenAiFaults, change: object): Promise<unknown[]> {
  const text = await ask(faults, { stream: true, ...change });
  return text
    .split('\n\n')
    .filter((frame) => frame.startsWith('data: {'))
    .map((frame) => JSON.parse(frame.slice('data: '.length)).usage);
}

const ASKED = { stream_options: { include_usage: true } };

describe('usage', () => {
  it.each([
    [{ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }],
    [{ prompt_tokens: 20, completion_tokens: 10, total_tokens: 5_030 }],
    [{ prompt_tokens: -1, completion_tokens: '10' }],
    ['none'],
    [null],
  ])('sends %j in place of the true usage', async (value) => {
    const sent = await usages({ usage: { value } }, ASKED);
    expect(sent.at(-1)).toEqual(value);
    expect(sent.slice(0, -1).every((usage) => usage === null)).toBe(true);
    expect((await whole({ usage: { value } })).usage).toEqual(value);
  });

  it('is in every chunk with everywhere, asked for or not', async () => {
    const value = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const faults = { usage: { value, everywhere: true } };
    const sent = await usages(faults, {});
    expect(sent.length).toBeGreaterThan(3);
    expect(sent.every((usage) => JSON.stringify(usage) === JSON.stringify(value))).toBe(true);
    expect((await usages(faults, ASKED)).at(-1)).toEqual(value);
  });

  it('is left out where it was not asked for', async () => {
    expect(await usages({ usage: { value: 'x' } }, {})).not.toContain('x');
  });
});

describe('ignoreBound', () => {
  it.each(['max_tokens', 'max_completion_tokens'])('ignores %s', async (name) => {
    expect((await whole({}, { [name]: 3 })).finishReason).toBe('length');
    expect(await whole({ ignoreBound: {} }, { [name]: 3 })).toMatchObject({
      text: '1, 2, 3, 4, 5, 6, 7, 8, 9',
      finishReason: 'stop',
    });
  });
});

describe('loop', () => {
  it('repeats its text up to 200,000 characters', async () => {
    const { text, finishReason } = await whole({ loop: { text: '안녕하세요. ' } });
    expect(finishReason).toBe('length');
    expect(text.length).toBeGreaterThan(199_000);
    expect(text.length).toBeLessThanOrEqual(200_000);
    expect(text.replaceAll('안녕하세요. ', '')).toBe('');
  });

  it('obeys the bound of the request, unless ignoreBound strikes too', async () => {
    const bounded = await whole({ loop: {} }, { max_completion_tokens: 50 });
    expect(bounded).toMatchObject({ finishReason: 'length', usage: { completion_tokens: 50 } });
    const unbounded = await whole({ loop: {}, ignoreBound: {} }, { max_completion_tokens: 50 });
    expect(unbounded.text.length).toBeGreaterThan(199_000);
  });

  it('streams', async () => {
    const text = await ask({ loop: { text: 'Hello. ' } }, { stream: true, max_tokens: 20 });
    expect(text).toContain('"finish_reason":"length"');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });
});
