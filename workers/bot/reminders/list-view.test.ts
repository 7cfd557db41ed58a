import { expect, it } from 'vitest';
import { LOCALES } from '../../../shared/contract/caller.ts';
import { MAX_MESSAGE_CHARS } from '../discord/message.ts';
import { textsFor } from '../locale/choose.ts';
import { viewReminders } from './list-view.ts';
import type { ListedReminder } from './rpc.ts';

const listed = (count: number, text = 'tea'): ListedReminder[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `100000000000000001.${index}`,
    text,
    atMs: 2_000_000 + index,
    channelId: '400000000000000001',
    guildId: null,
    failure: null,
  }));
const page = (reminders: readonly ListedReminder[], at = 0, locale: 'en' | 'ko' = 'en') =>
  viewReminders(
    reminders,
    { page: at, requesterId: '200000000000000001', nowMs: 1_000_000 },
    textsFor(locale).reminders,
  );

it.each(LOCALES)('fits twenty of the longest, five a page, in %s', (locale) => {
  const reminders = listed(20, '*'.repeat(500));
  for (const at of [0, 1, 2, 3]) {
    const { content, components } = page(reminders, at, locale);
    expect(content.length).toBeLessThanOrEqual(MAX_MESSAGE_CHARS);
    expect(components).toHaveLength(2);
    const ids = components.flatMap((row) => row.components.map(({ custom_id: id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  }
});

it.each(LOCALES)(
  'fits the longest that are late or could not be delivered, below a note, in %s',
  (locale) => {
    const reminders = listed(5, '*'.repeat(500)).map((each, index): ListedReminder => {
      const times = { ...each, atMs: 900_000_000_000 + index };
      return index < 3 ? { ...times, failure: 'forbidden' } : times;
    });
    const view = viewReminders(
      reminders,
      {
        page: 0,
        requesterId: '200000000000000001',
        nowMs: 1_800_000_000_000,
        note: '*'.repeat(300),
      },
      textsFor(locale).reminders,
    );
    expect(view.content.length).toBeLessThanOrEqual(MAX_MESSAGE_CHARS);
    expect(view.content).toContain('**5.**');
  },
);

it('tells times as Discord’s, what is late, and what could not be delivered', () => {
  const [first] = listed(1);
  if (first === undefined) throw new Error('there is none');
  expect(page([first]).content).toContain('<t:2000:f> (<t:2000:R>) · <#400000000000000001>\n> tea');
  expect(page([{ ...first, atMs: 500_000 }]).content).toContain('being sent');
  expect(page([{ ...first, failure: 'forbidden' }]).content).toContain('I may not write in its channel');
});

it('has nothing to press where there is nothing', () => {
  expect(page([])).toEqual({ content: textsFor('en').reminders.empty, components: [] });
});
