import { describe, expect, it } from 'vitest';
import { NO_SETTINGS } from '../settings/scopes.ts';
import { type ListedMessage, listTurns } from './listed-turns.ts';
import { selectRemembered } from './prompt.ts';

let ids = 0;
function row(role: ListedMessage['role'], content: string, more: Partial<ListedMessage> = {}): ListedMessage {
  ids += 1;
  return {
    id: ids,
    request_key: 'dm:1:1',
    asked_at: '2026-01-01T00:00:00+00:00',
    complete: true,
    role,
    content,
    parts: null,
    tool_calls: null,
    tool_call_id: null,
    attachments: null,
    tokens: 10,
    pending: false,
    ...more,
  };
}
const turn = (question: string, answer: string): ListedMessage[] => [
  row('assistant', answer),
  row('user', question),
];
const reader = {
  caller: { user_id: '1', guild_id: null, channel_id: '2', locale: 'en' },
  isModerator: false,
  isShared: false,
} as const;
const list = (newestFirst: ListedMessage[], memoryTokens = 1_000) =>
  listTurns(
    newestFirst,
    reader,
    selectRemembered({
      settings: NO_SETTINGS,
      memoryTokens,
      windowTokens: memoryTokens * 4,
      instructionTokens: 0,
    }),
  );

describe('the turns of a conversation', () => {
  it('are listed oldest first, each by its question', () => {
    const newest = turn('second?', 'second');
    expect(list([...newest, ...turn('first?', 'first')])).toMatchObject([
      { question: 'first?', answer: 'first', in_window: 'whole', state: 'whole' },
      { question: 'second?', answer: 'second', turn: String(newest[1]?.id) },
    ]);
  });

  it('show which still go to the model', () => {
    const three = [...turn('c', 'c'), ...turn('b', 'b'), ...turn('a', 'a')];
    expect(list(three, 45).map((each) => each.in_window)).toEqual(['no', 'whole', 'whole']);
    expect(list(three, 0).map((each) => each.in_window)).toEqual(['no', 'no', 'no']);
  });

  it('show that only the end of a long answer does', () => {
    const long = [row('assistant', 'word '.repeat(400), { tokens: 400 }), row('user', 'q')];
    expect(list([...long, ...turn('a', 'a')], 100).map((each) => each.in_window)).toEqual(['no', 'partly']);
  });

  it('tell a question that is being answered and an answer that broke off', () => {
    const pending = row('user', 'now?', { pending: true, complete: false });
    const broken = [row('assistant', 'hal', { complete: false }), row('user', 'then?')];
    expect(list([pending, ...broken])).toMatchObject([
      { state: 'broken', answer: 'hal' },
      { state: 'pending', answer: '', in_window: 'whole' },
    ]);
  });

  it('leave out an answer whose question is not read any more', () => {
    expect(list([...turn('b', 'b'), row('assistant', 'a')])).toHaveLength(1);
  });

  it('show the beginning of a long text, and no half of a character', () => {
    const [shown] = list(turn(`${'x'.repeat(299)}😀`, 'a'));
    expect(shown?.question).toBe('x'.repeat(299));
  });
});
