import { describe, expect, it } from 'vitest';
import { en } from '../../../workers/bot/locale/en.ts';
import { ko } from '../../../workers/bot/locale/ko.ts';
import type { PromptMessage } from '../message-request.ts';
import { answer } from './answer.ts';
import { evaluate } from './arithmetic.ts';

/** Turns of a conversation, the user's first. */
function ask(...turns: string[]): string {
  const messages = turns.map(
    (text, index): PromptMessage => ({ role: index % 2 === 0 ? 'user' : 'assistant', text }),
  );
  return answer('gpt-4o-mini', [{ role: 'system', text: 'You are Libra.' }, ...messages]);
}

describe('the offline model', () => {
  it('announces itself as an offline stand-in in both languages', () => {
    expect(ask('안녕, 너는 누구야?')).toMatch(/오프라인 대역 모델[\s\S]*gpt-4o-mini/);
    expect(ask('Who are you?')).toMatch(/offline stand-in model[\s\S]*gpt-4o-mini/);
    expect(ask('네 이름이 뭐야?')).toContain('오프라인 대역 모델');
    expect(ask("what's your name?")).toContain('offline stand-in model');
    expect(ask('안녕!')).toContain('오프라인');
    expect(ask('Hello there')).toContain('offline');
  });

  it('admits that it cannot answer, and echoes the topic', () => {
    expect(ask('양자역학이 뭐야?')).toMatch(/“양자역학이 뭐야\?”[\s\S]*오프라인 대역 모델/);
    expect(ask('Why is the sky blue?')).toMatch(/“Why is the sky blue\?”[\s\S]*offline stand-in/);
    expect(ask(`왜 ${'하늘'.repeat(100)}`)).toContain('…”');
    expect(ask('')).toBe('What can I do for you?');
  });

  it.each([
    ['My dog is called Bori', 'What is my dog called?'],
    ['My dog is called Bori', 'What is my dog called again?'],
    ['my dog is Bori', 'Do you remember what my dog is called?'],
    ["My dog's name is Bori.", "what's the name of my dog?"],
    ['내 강아지 이름은 보리야', '우리 강아지 이름이 뭐였지?'],
    ['우리 강아지는 보리야', '내 강아지 이름 기억해?'],
  ])('knows after %j what is asked by %j', (told, question) => {
    expect(ask(told, '…', question)).toMatch(/Bori\.|보리\./);
  });

  it('learns what people tell of themselves, not what they ask for', () => {
    const wanted = "You keep a person's memory.";
    const told =
      '<own_words>\n[1] I live in Busan. Give me a recipe. 나 좀 도와줘.\n[2] 나는 재즈를 좋아해. 제가 뭘 먹을까요.\n</own_words>';
    const learned = answer('gpt-4o-mini', [
      { role: 'system', text: wanted },
      { role: 'user', text: told },
    ]);
    expect(JSON.parse(learned)).toEqual({
      facts: [
        { text: 'I live in Busan.', turn: 1, replaces: null },
        { text: '나는 재즈를 좋아해.', turn: 2, replaces: null },
      ],
    });
  });

  it.each([
    ['1부터 20까지 세어줘', /^1, 2, 3, .*19, 20$/],
    ['count from 1 to 20', /^1, 2, 3, .*19, 20$/],
    ['Please count to 3', /^1, 2, 3$/],
    ['3에서 -1까지 거꾸로 세봐', /^3, 2, 1, 0, -1$/],
    ['1부터 5000까지 세어줘', /999, 1000 … 여기까지만/],
  ])('counts: %s', (prompt, expected) => {
    expect(ask(prompt)).toMatch(expected);
  });

  it.each([
    ['12*7은?', '12 × 7 = 84'],
    ['what is (3 + 4) / 2?', '(3 + 4) ÷ 2 = 3.5'],
    ['3 더하기 4는 뭐야?', '3 + 4 = 7'],
    ['-2 - -3', '-2 - -3 = 1'],
    ['0.1 + 0.2', '0.1 + 0.2 = 0.3'],
    ['5 나누기 0', '0으로는 나눌 수 없어요.'],
  ])('calculates: %s', (prompt, expected) => {
    expect(ask(prompt)).toBe(expected);
  });

  it('remembers what it was told in the messages that it sees, and only that', () => {
    expect(ask('내 이름은 민수야')).toContain('이름: 민수');
    expect(ask('내 이름은 민수야', '알겠어요.', '내 이름이 뭐야?')).toContain('민수');
    expect(ask('안녕! 내 이름은 지우예요.', '…', '제 이름 기억해요?')).toContain('지우');
    expect(ask('My favourite colour is green.', 'ok', 'What is my favourite colour?')).toContain('green');
    expect(ask('my name is Mina', 'ok', 'my name is Sora', 'ok', 'what is my name?')).toContain('Sora');
    expect(ask('내 이름이 뭐야?')).toContain('아직 말씀해 주지 않으셨어요');
    expect(ask("what's my name?")).toContain('not told me');
    expect(ask('My dog is called Bori.', '…', 'What is my cat called?')).toContain('not told me');
  });

  it('quotes what was asked before', () => {
    expect(ask('하늘은 왜 파래?', '…', '방금 내가 뭐라고 물었지?')).toContain('“하늘은 왜 파래?”');
    expect(ask('one', '…', 'two', '…', 'What did I ask before?')).toContain('“two”');
    expect(ask('one', '…', 'two', '…', 'What was my first question?')).toContain('“one”');
    expect(ask('What did I just say?')).toContain('nothing before');
  });

  it('repeats exactly', () => {
    expect(ask('repeat after me: @everyone **hi**\n```x```')).toBe('@everyone **hi**\n```x```');
    expect(ask('따라 해: 1부터 3까지 세어줘')).toBe('1부터 3까지 세어줘');
  });

  it.each([
    ['긴 글 써줘 3000자', 3_000],
    ['write a long text of 5,000 characters', 5_000],
    ['아주 긴 글을 써줘', 3_000],
    ['긴 코드 보여줘 4000자', 4_000],
  ])('writes as much as it was asked for, with Markdown whole: %s', (prompt, wanted) => {
    const text = ask(prompt);
    expect(text.length).toBeGreaterThanOrEqual(wanted);
    expect(text.length).toBeLessThan(wanted + 500);
    expect((text.match(/^```/gm) ?? []).length % 2).toBe(0);
  });

  it('puts headings, lists, tables and code into a long text', () => {
    const text = ask('긴 글 써줘 3000자');
    for (const form of [/^## /m, /^- /m, /^\d\. /m, /^\|---/m, /^```\w+$/m, /\*\*/])
      expect(text).toMatch(form);
  });

  it('shows code, tables and emoji', () => {
    expect(ask('파이썬 예제 보여줘')).toContain('```python\n');
    expect(ask('show me some TypeScript')).toContain('```ts\n');
    expect(ask('표로 정리해줘')).toContain('|---|');
    expect(ask('이모지 보여줘')).toContain('👨‍👩‍👧‍👦');
  });

  it('goes on where an answer was cut, and says when there is no more', () => {
    const whole = ask('긴 글 써줘 2000자');
    expect(ask('긴 글 써줘 2000자', whole.slice(0, 777), '계속')).toBe(whole.slice(777));
    expect(ask('count to 3', '1, 2, 3', 'continue')).toBe('That was the whole answer.');
    expect(ask('continue')).toContain('offline stand-in');
  });

  it.each([
    ['긴 글 써줘 2000자', ko],
    ['write a long text of 2000 characters', en],
  ])('goes on after %j when the button is pressed, twice as well', (question, { continuePrompt }) => {
    const whole = ask(question);
    const parts = [whole.slice(0, 400), whole.slice(400, 900)] as const;
    expect(ask(question, parts[0], continuePrompt)).toBe(whole.slice(400));
    expect(ask(question, `… ${whole.slice(500, 900)}`, continuePrompt)).toBe(whole.slice(900));
    expect(ask(question, parts[0], continuePrompt, parts[1], continuePrompt)).toBe(whole.slice(900));
  });

  it('gives the same answer to the same messages', () => {
    expect(ask('긴 글 써줘')).toBe(ask('긴 글 써줘'));
  });
});

describe('evaluate', () => {
  it.each([
    ['2 + 3 * 4', 14],
    ['(2 + 3) * 4', 20],
    ['-(1 - 4)', 3],
    ['1,000 / 8', 125],
    ['1 +', null],
    ['(1 + 2', null],
    ['', null],
  ])('%s', (text, value) => {
    expect(evaluate(text)).toBe(value);
  });
});
