import { expect, it } from 'vitest';
import type { ReplyEvent } from '../../../shared/chat/read-answer.ts';
import type { AnswerStream } from '../bff/ask.ts';
import { withOpenBlock } from './open-block.ts';

const END = { end: { kind: 'whole', finishReason: 'stop' }, about: {} } as const;

async function shown(parts: (string | ReplyEvent)[], opens: string): Promise<string> {
  async function* stream(): AnswerStream {
    for (const part of parts) yield typeof part === 'string' ? { kind: 'text', text: part } : part;
    return END;
  }
  let text = '';
  for await (const event of withOpenBlock(stream(), opens)) {
    if (event.kind === 'retracted') text = '';
    if (event.kind === 'text') text += event.text;
  }
  return text;
}

it.each([
  ['code that goes on', ['  return', ' a\n```\nDone'], '```js', '```js\n  return a\n```\nDone'],
  ['a line feed before it', ['\n', '  b()\n```'], '```js', '```js\n  b()\n```'],
  ['a block that the model opens itself', ['`', '``js', '\nb()\n```'], '```js', '```js\nb()\n```'],
  ['the mark that ends the block before', ['```', '\n\n', 'Done'], '```js', 'Done'],
  ['a mark behind a block without a language', ['```\nb()\n```'], '```', '```\nb()\n```'],
  ['two characters in all', [';}'], '```js', '```js\n;}'],
  ['nothing', [' '], '```js', ''],
  ['what was taken back', ['Hm, so', { kind: 'retracted' } as const, 'b()'], '```js', '```js\nb()'],
])('begins as it should with %s', async (_what, parts, opens, expected) => {
  expect(await shown(parts, opens)).toBe(expected);
});
