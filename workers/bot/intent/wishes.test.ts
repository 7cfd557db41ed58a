import { describe, expect, it } from 'vitest';
import type { Intent } from './intent.ts';
import { routeIntent } from './route.ts';
import { MUTES, QUESTIONS, WISHES } from './wishes.ts';

interface Wish {
  text: string;
  /** As `describe` writes the intent. */
  means: string;
}

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

const WISHED: readonly Wish[] = [
  ...Object.entries(WISHES).flatMap(([means, text]) => linesOf(text).map((line) => ({ text: line, means }))),
  ...linesOf(MUTES).map((line) => {
    const [seconds = '', ...words] = line.split(' ');
    return { text: words.join(' '), means: `mute ${seconds}` };
  }),
];

const describeIntent = (intent: Intent) => (intent.kind === 'mute' ? `mute ${intent.seconds}` : intent.kind);

/** FNV-1a: which half a line is in does not change when others come or go. */
function isTuned(text: string): boolean {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return (hash >>> 16) % 2 === 0;
}

const missedOf = (wishes: readonly Wish[]) =>
  wishes.filter(({ text, means }) => describeIntent(routeIntent(text)) !== means);

describe.each([
  ['tuned on', WISHED.filter(({ text }) => isTuned(text))],
  ['held out', WISHED.filter(({ text }) => !isTuned(text))],
])('of the wishes that the tables were %s', (_, wishes) => {
  it('at least 95 % are understood', () => {
    const missed = missedOf(wishes);
    expect(wishes.length).toBeGreaterThan(150);
    expect(missed.length / wishes.length, JSON.stringify(missed)).toBeLessThanOrEqual(0.05);
  });
});

it('no question is taken from the model', () => {
  const questions = linesOf(QUESTIONS);
  expect(questions.length).toBeGreaterThan(300);
  expect(questions.filter((text) => routeIntent(text).kind !== 'ask')).toEqual([]);
});

describe('a question with the wish for a private answer', () => {
  it.each([
    ['answer privately: what is a monad?', 'what is a monad?'],
    ['Answer me privately, what is a monad?', 'what is a monad?'],
    ['나만 보이게 답해줘: 여권은 어떻게 갱신해?', '여권은 어떻게 갱신해?'],
    ['나만 볼 수 있게 답해줘\n여권은 어떻게 갱신해?', '여권은 어떻게 갱신해?'],
    ['여권은 어떻게 갱신해? 나만 보이게 답해줘!', '여권은 어떻게 갱신해?'],
    ['What is 1.5 + 2? Reply privately please.', 'What is 1.5 + 2?'],
  ])('is parted from it: %j', (text, prompt) => {
    expect(routeIntent(text)).toEqual({ kind: 'ask_privately', prompt });
  });

  it.each([
    'translate: answer me privately',
    '"answer me privately" in Korean?',
    'how do I say answer me privately: in French?',
    '번역해줘: 나만 보이게 답해줘',
    '나만 보이게 답해줘라고 영어로: 뭐라고 해?',
  ])('is not seen in %j', (text) => {
    expect(routeIntent(text)).toEqual({ kind: 'ask' });
  });
});
