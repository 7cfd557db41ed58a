import { describe, expect, it } from 'vitest';
import { parseFrame } from './chunk.ts';
import { toEvents } from './events.ts';

const events = (frame: object) => {
  const parsed = parseFrame(JSON.stringify(frame));
  return parsed.kind === 'chunk' ? toEvents(parsed.chunk) : [];
};

describe('toEvents', () => {
  it('tells who answers before what is said, and what was used behind it', () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
    expect(
      events({
        choices: [{ index: 0, delta: { content: 'a', reasoning: 'hm' } }],
        usage,
        libra: { model: 'm' },
      }),
    ).toEqual([
      { kind: 'about', libra: { model: 'm' } },
      { kind: 'reasoning', text: 'hm' },
      { kind: 'text', text: 'a' },
      { kind: 'usage', usage },
    ]);
  });

  it('shows a refusal as text, and nothing of a second choice', () => {
    expect(
      events({
        choices: [
          { index: 1, delta: { content: 'b' } },
          { index: 0, delta: { refusal: 'no' } },
        ],
      }),
    ).toEqual([{ kind: 'text', text: 'no' }]);
  });

  it('has nothing to tell of a role or a ping', () => {
    expect(events({ choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] })).toEqual([]);
    expect(events({ type: 'ping' })).toEqual([]);
  });
});
