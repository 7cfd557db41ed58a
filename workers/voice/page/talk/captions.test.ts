import { expect, it } from 'vitest';
import { type Line, withCaption, withSources } from './captions.ts';

type Caption = Parameters<typeof withCaption>[1];

const caption = (turn: number, speaker: Caption['speaker'], text: string, final = true): Caption => ({
  type: 'caption',
  seq: 1,
  turn,
  speaker,
  text,
  final,
});

function after(...captions: Caption[]): string[] {
  const lines = captions.reduce<Line[]>((shown, one) => withCaption(shown, one), []);
  return lines.map(({ speaker, text, final }) => `${speaker}: ${text}${final ? '' : '…'}`);
}

it('replaces what the same turn and speaker had', () => {
  expect(after(caption(1, 'person', 'Hel', false), caption(1, 'person', 'Hello'))).toEqual(['person: Hello']);
});

it('shows the person before Libra within a turn, whatever comes first', () => {
  expect(after(caption(1, 'libra', 'Hi'), caption(1, 'person', 'Hello'), caption(2, 'person', 'So'))).toEqual(
    ['person: Hello', 'libra: Hi', 'person: So'],
  );
});

it('keeps what comes late in its place', () => {
  expect(after(caption(2, 'person', 'Two'), caption(1, 'libra', 'One'))).toEqual([
    'libra: One',
    'person: Two',
  ]);
});

it('forgets the oldest of very many', () => {
  const lines = Array.from({ length: 500 }, (_, index) => caption(index, 'person', String(index)));
  const shown = after(...lines);
  expect(shown.length).toBe(400);
  expect(shown.at(-1)).toBe('person: 499');
});

it('keeps the sources when the text goes on', () => {
  const sources = [{ number: 1, title: 'Stars', url: 'https://example.com/a' }];
  const shown = withSources([], { type: 'sources', seq: 1, turn: 1, sources });
  expect(withCaption(shown, caption(1, 'libra', 'So it is'))).toEqual([
    { turn: 1, speaker: 'libra', text: 'So it is', final: true, sources },
  ]);
});

it.each([['javascript:alert(1)'], ['data:text/html,x'], ['no address']])('links nothing to %s', (url) => {
  const [line] = withSources([], {
    type: 'sources',
    seq: 1,
    turn: 1,
    sources: [{ number: 1, title: 'x', url }],
  });
  expect(line?.sources[0]?.url).toBeNull();
});
