import { expect, it } from 'vitest';
import { parseTarget } from './target.ts';

const ID = '300000000000000001';
const textOf = (message: object) =>
  parseTarget({ target_id: ID, resolved: { messages: { [ID]: { id: ID, content: '', ...message } } } })?.text;

it('reads the texts of a message that is made of components', () => {
  const components = [
    {
      type: 17,
      components: [
        { type: 10, content: '# 공지' },
        {
          type: 9,
          components: [{ type: 10, content: '내일은 쉬어요' }],
          accessory: { type: 2, label: 'ok' },
        },
        { type: 1, components: [{ type: 2, label: 'Press' }] },
      ],
    },
  ];
  expect(textOf({ components })).toBe('# 공지\n내일은 쉬어요');
  expect(textOf({ message_snapshots: [{ message: { content: '', components } }] })).toBe(
    '# 공지\n내일은 쉬어요',
  );
  expect(textOf({ components: 'x' })).toBe('');
});

it('reads a poll', () => {
  const poll = {
    question: { text: '점심은?' },
    answers: [{ poll_media: { text: '김밥' } }, { poll_media: { emoji: { name: '🍜' } } }, null],
  };
  expect(textOf({ poll })).toBe('점심은?\n- 김밥');
});
