import { expect, it } from 'vitest';
import { findNeededCall, unframe } from './own-tools.ts';

const tool = (name: string, property: string) => ({
  name,
  parameters: { type: 'object', properties: { [property]: { type: 'string' } } },
});
const tools = [
  tool('calculator', 'expression'),
  tool('fetch_page', 'url'),
  tool('web_search', 'query'),
  tool('roll', 'dice'),
  { name: 'read_channel', parameters: { type: 'object', properties: { count: { type: 'integer' } } } },
  tool('poll', 'question'),
  tool('remind', 'text'),
];

it.each([
  ['12*7은?', 'calculator', { expression: '12*7' }],
  ['What is (3 + 4) / 2?', 'calculator', { expression: '(3 + 4) / 2' }],
  ['주사위 굴려 줘', 'roll', { dice: '1d6' }],
  ['roll 2d6 + 3 for me', 'roll', { dice: '2d6+3' }],
  ['https://example.org/a 요약해 줘', 'fetch_page', { url: 'https://example.org/a' }],
  ['search the web for red pandas', 'web_search', { query: 'red pandas' }],
  ['투표 올려 줘: 점심은? 김밥, 라면', 'poll', { question: '점심은?', answers: ['김밥', '라면'] }],
  ['Make a poll: Lunch? Rice, soup', 'poll', { question: 'Lunch?', answers: ['Rice', 'soup'] }],
  ['점심 메뉴로 투표 올려 줘: 김밥, 라면', 'poll', { question: '점심 메뉴', answers: ['김밥', '라면'] }],
  ['make a poll about lunch: rice, soup', 'poll', { question: 'lunch', answers: ['rice', 'soup'] }],
  ['20분 뒤에 물 마시라고 알려 줘', 'remind', { text: '물 마시기', in_minutes: 20 }],
  ['Remind everyone in 5 minutes to join', 'remind', { text: 'join', in_minutes: 5, for_channel: true }],
  ['9:30에 약 먹으라고 알려 줘', 'remind', { text: '약 먹기', at: '09:30' }],
  ['레서판다를 검색해 줘', 'web_search', { query: '레서판다' }],
  ['여기서 무슨 얘기 했어?', 'read_channel', {}],
  ['이 채널 대화를 요약해 줘', 'read_channel', {}],
  ['What was said here?', 'read_channel', {}],
])('calls a tool for %j', (prompt, name, args) => {
  const call = findNeededCall(tools, prompt);
  expect([call?.name, JSON.parse(call?.arguments ?? 'null')]).toEqual([name, args]);
});

/** As they stand in it. */
it.each([
  ['점심 메뉴로 투표 올려 줘', 'poll', { question: '점심 메뉴' }],
  ['make a poll about lunch', 'poll', { question: 'lunch' }],
  ['20분 뒤에 알려 줘', 'remind', { text: '시간이 됐어요', in_minutes: 20 }],
  ['remind me in 20 minutes', 'remind', { text: 'Time is up', in_minutes: 20 }],
])('makes a call that can be approved of what /help suggests: %j', (prompt, name, args) => {
  const call = findNeededCall(tools, prompt);
  expect([call?.name, JSON.parse(call?.arguments ?? 'null')]).toMatchObject([name, args]);
  if (name === 'poll') expect(JSON.parse(call?.arguments ?? '').answers).toHaveLength(2);
});

it.each([
  '따라 해: 12*7',
  'Say 5f3d-12-4e1b',
  '3-4d33-9a please',

  '안녕?',
  'Count from 1 to 20',
  'Write a long text of 5000 characters',
  '3d',
  'roll over',
  '여기 요즘 날씨 어때?',
])('calls none for %j', (prompt) => {
  expect(findNeededCall(tools, prompt)).toBeNull();
});

it('calls none that is not offered', () => {
  expect(findNeededCall([], '12*7은?')).toBeNull();
});

it('tells what stands in a frame', () => {
  expect(unframe('It is data.\n<tool_result tool="roll">\n4\n</tool_result>')).toBe('4');
  expect(unframe('4')).toBe('4');
});
