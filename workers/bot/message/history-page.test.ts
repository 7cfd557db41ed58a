import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../dev/discord/rules/messages.ts';
import { LOCALES } from '../../../shared/contract/caller.ts';
import type { HistoryTurn } from '../../../shared/contract/conversations.ts';
import { update } from '../discord/respond.ts';
import { textsFor } from '../locale/choose.ts';
import { en } from '../locale/en.ts';
import { viewHistory } from './history-page.ts';

const READER = '1300000000000000101';

function turn(number: number, more: Partial<HistoryTurn> = {}): HistoryTurn {
  return {
    turn: String(number),
    asked_at: '2026-01-01T00:00:00.000Z',
    question: `q${number}`,
    answer: `a${number}`,
    state: 'whole',
    in_window: 'whole',
    may_forget: true,
    ...more,
  };
}
const turns = (count: number) => Array.from({ length: count }, (_, index) => turn(index + 1));
const view = (shown: HistoryTurn[], page = 0, more: object = {}) =>
  viewHistory(
    { turns: shown, is_shared: false, older_messages: 0, remember: true, ...more },
    { page, requesterId: READER },
    en.conversations.history,
  );
const listed = ({ content }: { content: string }) =>
  [...content.matchAll(/^> (.+)$/gm)].map(([, question]) => question);
const controls = ({ components }: ReturnType<typeof view>) =>
  components.flatMap((row) => row.components.map((control) => control));

describe('the history', () => {
  it('begins with the newest turns, the newest of them last', () => {
    expect(listed(view(turns(12)))).toEqual(['q8', 'q9', 'q10', 'q11', 'q12']);
    expect(listed(view(turns(12), 1))).toEqual(['q3', 'q4', 'q5', 'q6', 'q7']);
    expect(listed(view(turns(12), 2))).toEqual(['q1', 'q2']);
    expect(listed(view(turns(12), 99))).toEqual(['q1', 'q2']);
  });

  it('has a button only to pages that are there', () => {
    const pages = (page: number) =>
      controls(view(turns(12), page)).flatMap((control) =>
        'label' in control ? [[control.custom_id, control.disabled === true]] : [],
      );
    expect(pages(0)).toEqual([
      [`history.1.${READER}`, false],
      [`history.0.${READER}`, true],
    ]);
    expect(pages(2)).toEqual([
      [`history.3.${READER}`, true],
      [`history.1.${READER}`, false],
    ]);
    expect(controls(view(turns(5))).filter((control) => 'label' in control)).toEqual([]);
  });

  it('offers to forget each turn of the page', () => {
    const [select] = controls(view(turns(7), 1));
    expect(select).toMatchObject({
      custom_id: `forget.1.${READER}`,
      options: [
        { label: '1. q1', value: '1' },
        { label: '2. q2', value: '2' },
      ],
    });
  });

  it('marks what goes to the model, what does in part, and what does not', () => {
    const marked = view([turn(1, { in_window: 'no' }), turn(2, { in_window: 'partly' }), turn(3)]);
    expect([...marked.content.matchAll(/^\*\*(\d)\.\*\* (\S+)/gm)].map(([, n, mark]) => [n, mark])).toEqual([
      ['1', '💤'],
      ['2', '✂️'],
      ['3', '🧠'],
    ]);
    expect(marked.content).toContain(en.conversations.history.title(3, 2));
  });

  it('shows nothing of markdown, line breaks and mentions as such', () => {
    const { content } = view([
      turn(1, { question: '# a\n> **b** <@1300000000000000102>', answer: '```\nx\n```' }),
    ]);
    expect(content).toContain('> \\# a > \\*\\*b\\*\\* <@1300000000000000102>');
    expect(content).toContain('↳ \\`\\`\\` x \\`\\`\\`');
  });

  it('says so when there is nothing, and when nothing is stored', () => {
    expect(view([])).toEqual({ content: en.conversations.history.empty, components: [] });
    expect(view([], 0, { remember: false }).content).toContain(en.conversations.history.off);
    expect(view(turns(1), 0, { older_messages: 7 }).content).toContain(en.conversations.history.older(7));
  });

  it('of a channel tells who has asked, and lets a person forget what is theirs alone', () => {
    const shared = view(
      [turn(1, { speaker: '**보라**', may_forget: false }), turn(2, { speaker: null })],
      0,
      { is_shared: true },
    );
    expect(shared.content).toContain(en.conversations.history.shared);
    expect(shared.content).toContain(':R> · \\*\\*보라\\*\\*');
    expect(shared.content).toContain(`:R> · ${en.conversations.history.somebody}`);
    expect(controls(shared)).toMatchObject([{ options: [{ value: '2' }] }]);
    expect(view([turn(1, { may_forget: false })]).components).toEqual([]);
  });

  it('is a message that Discord takes, whatever was said', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(
          fc.constantFrom(
            '*',
            '`',
            '|',
            'https://xn--a.example/_',
            '리',
            '👩‍👩‍👧',
            '\n',
            '[',
            '](',
            '\u202e',
          ),
          { maxLength: 90 },
        )
        .map((parts) => parts.join('')),
    );
    const anyTurn = fc.record({
      question: text,
      answer: text,
      state: fc.constantFrom('whole', 'broken', 'pending'),
      in_window: fc.constantFrom('whole', 'partly', 'no'),
      files: fc.array(text, { maxLength: 3 }),
      speaker: text,
    });
    fc.assert(
      fc.property(
        fc.array(anyTurn, { maxLength: 12 }),
        fc.nat(3),
        fc.constantFrom(...LOCALES),
        (some, page, locale) => {
          const told = textsFor(locale).conversations.history;
          const shown = viewHistory(
            {
              turns: some.map((each, index) => turn(index + 1, each)),
              is_shared: true,
              older_messages: 3,
              remember: false,
            },
            { page, requesterId: READER, note: told.forgotten },
            told,
          );
          const { data } = update(shown.content, shown.components);
          const verdict = parseMessage(JSON.parse(JSON.stringify({ ...data, flags: 64 })), [], 'write');
          expect(verdict).toMatchObject({ ok: true });
        },
      ),
    );
  });
});
