import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createThinkingSplitter, type ThinkingStep } from './thinking.ts';

/** What is shown and what was thought in the end, of a text that comes in these pieces. */
function read(pieces: readonly string[]): { text: string; reasoning: string; retracted: boolean } {
  const splitter = createThinkingSplitter();
  const whole = { text: '', reasoning: '', retracted: false };
  const add = ({ retracted, text, reasoning }: ThinkingStep) => {
    if (retracted) Object.assign(whole, { text: '', reasoning: whole.reasoning + whole.text, retracted });
    whole.text += text;
    whole.reasoning += reasoning;
  };
  for (const piece of pieces) add(splitter.push(piece));
  add(splitter.end());
  return whole;
}

const textOf = (text: string) => read([text]).text;

it.each([
  ['a block', '<think>The user wants…</think>Seoul.', 'Seoul.', 'The user wants…'],
  ['white space around a block', '\n <think>a</think>\n\n Seoul.', 'Seoul.', 'a'],
  ['any case', '<Think>a</THINK>b', 'b', 'a'],
  ['the other names', '<thinking>a</thinking><thought>b</thought>\n<reasoning>c</reasoning>d', 'd', 'abc'],
  ['only its own closing tag', '<think>a</thought>b</think>c', 'c', 'a</thought>b'],
  ['less-than signs inside', '<think>1 < 2 <</think>b', 'b', '1 < 2 <'],
  ['a block at the start of a later line', 'One.\n\n<think>a</think>\nTwo.', 'One.\n\nTwo.', 'a'],
  ['a block that never ends', 'One.\n<think>a\nb</thin', 'One.\n', 'a\nb</thin'],
  ['a block of Kimi', '◁think▷a ◁ b◁/think▷c', 'c', 'a ◁ b'],
  ['a block of Magistral', '[THINK]a [1] [/[/THINK]b', 'b', 'a [1] [/'],
  ['a block of Seed', '<seed:think>a</seed:think>b', 'b', 'a'],
  [
    'the channels of gpt-oss',
    '<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>b',
    'b',
    'a<|end|><|start|>assistant',
  ],
  ['an empty block', '<think>\n\n</think>\n\nSeoul.', 'Seoul.', '\n\n'],
])('takes %s out of the text', (_, input, text, reasoning) => {
  expect(read([input])).toEqual({ text, reasoning, retracted: false });
});

it.each([
  ['at the start of a line', 'Okay, Korea.\n</think>\n\nSeoul.', 'Seoul.'],
  ['right behind a sentence', 'Okay, Korea.</think>Seoul.', 'Seoul.'],
  ['of Kimi', 'Okay.\n◁/think▷Seoul.', 'Seoul.'],
  ['of gpt-oss', '<|channel|>final<|message|>Seoul.', 'Seoul.'],
  ['right behind a word', '한국의 수도는 서울</think>\n서울이에요.', '서울이에요.'],
  ['at the very start', '</think>Seoul.', 'Seoul.'],
])('takes everything before a closing tag without an opening one back: %s', (_, input, text) => {
  expect(read([input])).toMatchObject({ text, retracted: true });
  expect(read([...input])).toMatchObject({ text, retracted: true });
});

it.each([
  ['named in a sentence', 'The <think> tag ends with </think> here.'],
  ['named as a pair', 'Models write <think>…</think> before they answer.'],
  ['in quotes', 'It ends with "</think>".'],
  ['in a code span', 'Use `<think>` and `a</think>`.\nThen answer.'],
  ['in a code block', '```xml\n<think>\na</think>\n</think>\n```\nDone.'],
  ['in a code block in tildes', '~~~xml\n<think>\na`</think>\n~~\n</think>\n~~~\nDone.'],
  ['in a code block opened in a line', 'So: ```xml\n<think>x</think>\n``` Done.'],
  ['of another name', '<thin>a</thin>\n<thinker>b</thinker>'],
  ['a word in brackets', '[Think] of it.\n[link](https://a.dev) [/think]'],
  ['cut off', 'a\n<thi'],
  ['of another language', '<b>a</b>\n  indented\n\n\nlines  '],
])('leaves a tag alone that is %s', (_, input) => {
  expect(read([input])).toEqual({ text: input, reasoning: '', retracted: false });
});

it('knows that a code block has ended', () => {
  expect(textOf('```\nx\n```\n<think>a</think>b')).toBe('```\nx\n```\nb');
  expect(textOf('~~~js\n```\n~~~~\n<think>a</think>b')).toBe('~~~js\n```\n~~~~\nb');
  expect(textOf('~~~ la\n~~~\n<think>a</think>b')).toBe('~~~ la\n~~~\nb');
  expect(textOf('a ` b\n<think>a</think>c')).toBe('a ` b\nc');
});

it('gives out text as soon as it cannot become a tag', () => {
  const splitter = createThinkingSplitter();
  expect(splitter.push('Seo').text).toBe('Seo');
  expect(splitter.push('ul <').text).toBe('ul ');
  expect(splitter.push('th').text).toBe('');
  expect(splitter.push('e').text).toBe('<the');
});

const snippet = fc.oneof(
  fc.constantFrom(
    ...['<think>', '</think>', '<THOUGHT>', '</thought>', '<reasoning>', '</reasoning>', '<thinking>'],
    ...[
      '◁think▷',
      '◁/think▷',
      '[THINK]',
      '[/THINK]',
      '<|channel|>',
      'analysis<|message|>',
      'final<|message|>',
    ],
    ...['`', '``', '```', '\n', ' ', '<', '</', 'a', '.', '가', '😀', 'x</think>', '\n<think>'],
  ),
  fc.string({ maxLength: 5 }),
);

it('comes to the same wherever the text is cut, and loses nothing but white space and tags', () => {
  const text = fc.array(snippet, { maxLength: 20 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 10 }), (input, cuts) => {
      const whole = read([input]);
      expect(read(input.split(''))).toEqual({ ...whole, reasoning: expect.any(String) });
      const at = [0, ...cuts.map((cut) => cut % (input.length + 1)).sort((a, b) => a - b), input.length];
      const pieces = at.slice(1).map((end, index) => input.slice(at[index], end));
      const cut = read(pieces);
      expect(cut).toEqual({ ...whole, reasoning: expect.any(String) });
      expect(cut.reasoning.length).toBe(whole.reasoning.length);
      if (
        whole.reasoning === '' &&
        !whole.retracted &&
        !/<think(ing)?>|<thought>|<reasoning>|◁think▷|\[THINK\]|analysis<\|message/i.test(input)
      )
        expect(whole.text).toBe(input);
    }),
    { numRuns: 2_000 },
  );
});
