import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Intent } from './intent.ts';
import { routeIntent } from './route.ts';

/**
 * What people say to Libra about itself, and what only looks like it (`[ask]`): one message a line, below what it means. A mute
 * has its seconds before it. `held-out-*` were written without a look at the tables.
 */
interface Line {
  text: string;
  means: string;
}

function readList(name: string): Line[] {
  const lines: Line[] = [];
  let means = '';
  for (const line of readFileSync(join(import.meta.dirname, 'test-data', `${name}.txt`), 'utf8').split(
    '\n',
  )) {
    const heading = /^\[(.+)\]$/.exec(line)?.[1];
    if (heading !== undefined) means = heading;
    else if (line !== '') lines.push(toLine(line, means));
  }
  return lines;
}

function toLine(line: string, means: string): Line {
  if (means !== 'mute') return { text: line, means };
  const [seconds = '', ...words] = line.split(' ');
  return { text: words.join(' '), means: `mute ${seconds}` };
}

function describeIntent(intent: Intent): string {
  switch (intent.kind) {
    case 'mute':
      return `mute ${intent.seconds}`;
    case 'language':
      return `speak ${intent.locale}`;
    case 'other_model':
      return 'model';
    default:
      return intent.kind;
  }
}

/** FNV-1a: which half a line is in does not change when others come or go. */
function isTuned({ text }: Line): boolean {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return (hash >>> 16) % 2 === 0;
}

const isMissed = ({ text, means }: Line) => describeIntent(routeIntent(text)) !== means;
const isWish = ({ means }: Line) => means !== 'ask';

const first = readList('wishes');
const fresh = readList('held-out-1');
const last = readList('held-out-2');

describe.each([
  ['the first list, the half that the tables were tuned on', first.filter(isTuned), 150],
  ['the first list, the half that was held out', first.filter((line) => !isTuned(line)), 150],
  ['the second list', fresh, 300],
  ['the third list', last, 300],
])('of %s', (name, lines, atLeast) => {
  it('at least 95 % of the wishes are understood', () => {
    const wishes = lines.filter(isWish);
    const missed = wishes.filter(isMissed);
    const share = 1 - missed.length / wishes.length;
    console.info(`${name}: ${(share * 100).toFixed(1)} % of ${wishes.length} wishes`);
    expect(wishes.length).toBeGreaterThan(atLeast);
    expect(share, JSON.stringify(missed)).toBeGreaterThanOrEqual(0.95);
  });

  it('no question is taken from the model', () => {
    const questions = lines.filter((line) => !isWish(line));
    expect(questions.length).toBeGreaterThan(atLeast);
    expect(questions.filter(isMissed)).toEqual([]);
  });
});

describe('a question with the wish for a private answer', () => {
  it.each([
    ['answer privately: what is a monad?', 'what is a monad?'],
    ['Answer me privately, what is a monad?', 'what is a monad?'],
    ['answer me privately what is a monad', 'what is a monad'],
    ['나만 보이게 답해줘: 여권은 어떻게 갱신해?', '여권은 어떻게 갱신해?'],
    ['나만 볼 수 있게 답해줘\n여권은 어떻게 갱신해?', '여권은 어떻게 갱신해?'],
    ['나만 보이게 답해 줘 여권은 어떻게 갱신해?', '여권은 어떻게 갱신해?'],
    ['여권은 어떻게 갱신해? 나만 보이게 답해줘!', '여권은 어떻게 갱신해?'],
    ['What is 1.5 + 2? Reply privately please.', 'What is 1.5 + 2?'],
    ['answer only to me - what is a monad?', 'what is a monad?'],
    ['(answer privately) what is a monad?', 'what is a monad?'],
    ['연봉 협상 어떻게 해? (나만 보이게 답해줘)', '연봉 협상 어떻게 해?'],
    // Without its verb, where it is set apart.
    ['privately: how do I quit?', 'how do I quit?'],
    ['how do I quit? in private please', 'how do I quit?'],
    ['(나만 보이게) 퇴사 절차 알려줘', '퇴사 절차 알려줘'],
    ['비공개로: 퇴사 절차 알려줘', '퇴사 절차 알려줘'],
    ['퇴사는 어떻게 해? 나만 볼 수 있게', '퇴사는 어떻게 해?'],
  ])('is parted from it: %j', (text, prompt) => {
    expect(routeIntent(text)).toEqual({ kind: 'ask_privately', prompt });
  });

  it.each(['answer privately:', '나만 보이게 답해줘:', '나만 볼 수 있게 답해줘： '])(
    'is asked for where it is missing, and not answered for everybody: %j',
    (text) => {
      expect(routeIntent(text)).toEqual({ kind: 'private' });
    },
  );

  it.each([
    'translate: answer me privately',
    'translate (answer me privately) into Korean',
    'translate (answer me privately)',
    '(나만 보이게 답해줘)를 영어로 번역해줘',
    '"answer me privately" in Korean?',
    'how do I say answer me privately: in French?',
    'answer privately on WhatsApp',
    '번역해줘: 나만 보이게 답해줘',
    '나만 보이게 답해줘라고 영어로: 뭐라고 해?',
    '나만 보이게 답해줘 라고 영어로 뭐라고 해?',
    '나만 보이게 답해 줘 기능 만드는 법',
    'Privately, I think he is wrong',
    'in private schools: how much is it?',
    '(나만 보이게)는 무슨 뜻이야?',
    'is the page down? just for me',
    '나만 볼 수 있게 스토리 올리는 법',
    '번역해줘: 나만 보이게',
    '영어로 번역해줘\n나만 보이게',
  ])('is not seen in %j', (text) => {
    expect(routeIntent(text)).toEqual({ kind: 'ask' });
  });
});

describe('another model', () => {
  it.each([
    ['use gpt-4o instead', 'gpt-4o'],
    ['try again with GPT 4o mini', 'gpt-4o mini'],
    ['gpt-4.1 모델로 다시 해줘', 'gpt-4.1'],
    ['클로드로 다시 답해줘', 'claude'],
    ['@cf/meta/llama-3.1-8b로 바꿔줘', '@cf/meta/llama-3.1-8b'],
    ['다른 모델로 다시', null],
    ['use claude haiku', 'claude haiku'],
    ['haiku 4.5로 다시 답해줘', 'haiku 4.5'],
    ['use phi-4', 'phi-4'],
    ['claude sonnet으로 다시', 'claude sonnet'],
  ])('is named in %j', (text, model) => {
    expect(routeIntent(text)).toEqual({ kind: 'other_model', model });
  });

  it.each([
    'use Python instead',
    'try pasta instead',
    '파이썬으로 바꿔줘',
    'use gpt-4o in Python',
    '하이쿠로 다시 써줘',
    '하이쿠로 바꿔줘',
    'haiku instead',
    'haiku please',
    'sonnet please',
    '소넷으로 써줘',
    'use granite instead',
    'go with solar',
    'use phi instead',
  ])('is not seen in %j', (text) => {
    expect(routeIntent(text)).toEqual({ kind: 'ask' });
  });
});

it.each([
  '잘 작동해',
  '이제 잘 작동해!',
  '잘 작동해 고마워',
  '정상 작동 중이에요',
  '온라인이야',
  '지금 잘 돌아가고 있어',
])('what tells that something works asks for no status: %j', (text) => {
  expect(routeIntent(text)).toEqual({ kind: 'ask' });
});

it.each([
  '잘 작동해?',
  '지금 온라인이야?',
  '너 잘 작동해',
  '지금 잘 돌아가고 있어?',
  '혹시 정상 작동 중인가요',
])('what asks whether Libra works does: %j', (text) => {
  expect(routeIntent(text)).toEqual({ kind: 'status' });
});

it.each(['이제 영어로 써줘', '이제 영어로 해줘', '이젠 한국어로 바꿔줘', '이제 영어로 적어 줘'])(
  'a wish for the text that was just written sets no language: %j',
  (text) => {
    expect(routeIntent(text)).toEqual({ kind: 'ask' });
  },
);

it.each(['이제 영어로 답해줘', '이제부터 영어로 써줘', '이제 한국어로 말해줘', '앞으로 영어로 해줘'])(
  'sets the language: %j',
  (text) => {
    expect(routeIntent(text).kind).toBe('language');
  },
);

it.each(['rewrite my message', 'rewrite my last message', 'please rewrite my answer', 'rewrite the message'])(
  'a text of the person is not the newest answer: %j',
  (text) => {
    expect(routeIntent(text)).toEqual({ kind: 'ask' });
  },
);

describe('the newest answer', () => {
  it.each(['rewrite that', 'rewrite your last answer', 'retry my last message', 'redo the last message'])(
    'is meant by %j',
    (text) => {
      expect(routeIntent(text)).toEqual({ kind: 'regenerate' });
    },
  );
});
