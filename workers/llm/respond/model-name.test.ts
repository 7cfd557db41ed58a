import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withModelName } from './model-name.ts';

const frame = (model: unknown, content = 'hi') =>
  JSON.stringify({ id: 'c', model, choices: [{ index: 0, delta: { content }, finish_reason: null }] });

describe('the model that a frame names', () => {
  it.each(['gpt-4o-mini', 'gpt-4o-mini-2024-07-18'])('stays byte by byte as %s', (said) => {
    const data = frame(said);
    expect(withModelName(data, said, 'gpt-4o-mini')).toBe(data);
  });

  it.each(['/home/somebody/models/qwen.gguf', 'C:\\models\\qwen.gguf', 'm', '', '모델'])(
    'is the public name in place of %j',
    (said) => {
      expect(withModelName(frame(said), said, 'qwen')).toBe(frame('qwen'));
    },
  );

  it('is the public name where a provider has spaces in its JSON, or names none', () => {
    const spaced = '{"id": "c", "model": "/a.gguf", "choices": []}';
    expect(JSON.parse(withModelName(spaced, '/a.gguf', 'qwen'))).toEqual({
      id: 'c',
      model: 'qwen',
      choices: [],
    });
    expect(JSON.parse(withModelName('{"id":"c"}', undefined, 'qwen'))).toEqual({ id: 'c', model: 'qwen' });
  });

  it('changes nothing that the model has said, whatever that is', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (said, name) => {
        const content = `"model":${JSON.stringify(said)} {"model":${JSON.stringify(said)}}`;
        const named = JSON.parse(withModelName(frame(said, content), said, name)) as {
          model: string;
          choices: { delta: { content: string } }[];
        };
        expect(named.model.startsWith(name)).toBe(true);
        expect(named.choices[0]?.delta.content).toBe(content);
      }),
    );
  });
});
