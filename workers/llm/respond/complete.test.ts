import { describe, expect, it } from 'vitest';
import type { ChunkFrame } from '../provider/frame.ts';
import { readFrame } from '../provider/frame.ts';
import { createCollector } from './complete.ts';

function frame(choices: unknown[], more: object = {}): ChunkFrame {
  const data = JSON.stringify({
    id: 'c',
    object: 'chat.completion.chunk',
    created: 7,
    model: 'm',
    choices,
    ...more,
  });
  const read = readFrame(data);
  if (read.kind !== 'chunk') throw new Error('not a chunk');
  return read;
}
const delta = (value: object, finish: string | null = null, index = 0) =>
  frame([{ index, delta: value, finish_reason: finish }]);

describe('the chunks of an answer, put together', () => {
  it('are the whole of it', () => {
    const collector = createCollector();
    collector.add(delta({ role: 'assistant', content: '' }), { model: 'm', fallback: false });
    collector.add(delta({ content: '안녕' }));
    collector.add(delta({ content: ' 🐈' }));
    collector.add(delta({}, 'length'));
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
    collector.add(frame([], { usage }));
    expect(collector.finish()).toEqual({
      id: 'c',
      object: 'chat.completion',
      created: 7,
      model: 'm',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: '안녕 🐈', refusal: null },
          finish_reason: 'length',
        },
      ],
      usage,
      libra: { model: 'm', fallback: false },
    });
  });

  it('keep a refusal apart from the text', () => {
    const collector = createCollector();
    collector.add(delta({ refusal: 'I ' }));
    collector.add(delta({ refusal: 'cannot' }, 'stop'));
    expect(collector.finish().choices[0]?.message).toEqual({
      role: 'assistant',
      content: null,
      refusal: 'I cannot',
    });
  });

  it('keep several choices apart, in order', () => {
    const collector = createCollector();
    collector.add(delta({ content: 'b' }, null, 1));
    collector.add(delta({ content: 'a' }, 'stop', 0));
    collector.add(delta({ content: 'b' }, 'stop', 1));
    expect(collector.finish().choices.map(({ index, message }) => [index, message.content])).toEqual([
      [0, 'a'],
      [1, 'bb'],
    ]);
  });
});
