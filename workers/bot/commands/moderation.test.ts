import { expect, it } from 'vitest';
import { EVENTS_PER_PAGE, type LoggedEvent } from '../../../shared/contract/moderation.ts';
import { CATEGORIES } from '../../../shared/moderation/categories.ts';
import { en } from '../locale/en.ts';
import { ko } from '../locale/ko.ts';
import { renderLog } from './moderation.ts';

const ID = '1'.repeat(19);
const MAX_MESSAGE_CHARS = 2_000;

it.each([
  ['English', en],
  ['Korean', ko],
])('a full page of the log fits one message in %s', (_, texts) => {
  const named = texts.moderation.categories;
  const longest = CATEGORIES.toSorted((one, other) => named[other].length - named[one].length);
  const event: LoggedEvent = {
    at: 1_800_000_000,
    channel_id: ID,
    interaction_id: ID,
    user_id: ID,
    side: 'question',
    action: 'blocked',
    categories: longest.map((name) => [name, 0.999]),
    hash: '0'.repeat(16),
  };
  const events = Array.from({ length: EVENTS_PER_PAGE }, () => event);
  const page = renderLog(texts, { events, hasMore: true, page: 999, guildId: ID });
  expect(page.length).toBeLessThanOrEqual(MAX_MESSAGE_CHARS);
});
