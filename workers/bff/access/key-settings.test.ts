import { expect, it } from 'vitest';
import { parseKeySettings } from './key-settings.ts';

it.each([
  {},
  { tokens_per_min: 1, tokens_per_day: 0, tokens_per_month: 5, micro_usd_per_day: 7, micro_usd_per_month: 9 },
  { models: ['a'], endpoints: ['chat', 'models'], cache: true },
])('settings may be %j', (settings) => expect(parseKeySettings(settings)).toEqual(settings));

it.each([
  null,
  [],
  'none',
  { tokens_per_day: -1 },
  { tokens_per_day: 1.5 },
  { tokens_per_day: '5' },
  { tokens_per_day: null },
  { tokens_per_day: 2e12 },
  { models: [] },
  { models: [''] },
  { models: 'a' },
  { endpoints: [] },
  { endpoints: ['chats'] },
  { cache: 'on' },
  { tokens_per_week: 5 },
])('settings that are %j are refused as a whole, so that no limit is overlooked', (settings) =>
  expect(parseKeySettings(settings)).toBeNull(),
);
