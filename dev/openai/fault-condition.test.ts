import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChatRequest } from './chat-request.ts';
import { type FaultCondition, meetsCondition } from './fault-condition.ts';

const BODY = {
  model: 'gpt-4o-mini',
  messages: [
    { role: 'developer', content: 'You are Libra.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: '안녕' },
        { type: 'text', text: 'hello' },
      ],
    },
  ],
  stream: true,
  stream_options: { include_usage: true },
  user: null,
};

describe('meetsCondition', () => {
  it.each<[FaultCondition, boolean]>([
    [{ has: ['stream_options'] }, true],
    [{ has: ['stream_options.include_usage', 'messages.1.content.0.text'] }, true],
    [{ has: ['user'] }, true],
    [{ has: ['stream_options', 'temperature'] }, false],
    [{ has: ['messages.2'] }, false],
    [{ has: ['toString'] }, false],
    [{ has: ['model.length.x'] }, false],
    [{ is: { 'messages.0.role': 'developer' } }, true],
    [{ is: { 'messages.0.role': 'developer', stream: false } }, false],
    [{ is: { user: null } }, true],
    [{ is: { store: null } }, false],
    [{ has: ['stream_options'], is: { stream: false } }, false],
    [{ fetchesImages: false }, true],
    [{ fetchesImages: true }, false],
    [{ tellsResult: true }, false],
    [{ tellsResult: false }, true],
  ])('%j is %s', (condition, met) => {
    expect(meetsCondition(condition, BODY)).toBe(met);
  });

  it('tells an image by its address from one that is data', () => {
    const showing = (url: string) => ({
      messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
    });
    expect(meetsCondition({ fetchesImages: true }, showing('http://127.0.0.1/a.png'))).toBe(true);
    expect(meetsCondition({ fetchesImages: true }, showing('data:image/png;base64,AAAA'))).toBe(false);
  });

  it('counts a prompt as usage does, and strikes only above the bound', () => {
    const parsed = parseChatRequest(BODY);
    const count = parsed.ok ? parsed.request.promptTokens : 0;
    expect(count).toBeGreaterThan(10);
    expect(meetsCondition({ promptTokensOver: count - 1 }, BODY)).toBe(true);
    expect(meetsCondition({ promptTokensOver: count }, BODY)).toBe(false);
  });

  it('takes any body without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, path) => {
        for (const body of [undefined, value, { messages: value }, { messages: [value] }]) {
          expect(meetsCondition({ has: [path], promptTokensOver: 1e9 }, body)).toBe(false);
        }
      }),
    );
  });
});
