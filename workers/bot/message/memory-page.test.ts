import { expect, it } from 'vitest';
import { LOCALES } from '../../../shared/contract/caller.ts';
import type { MemoryFact } from '../../../shared/contract/memory.ts';
import { MAX_MESSAGE_CHARS } from '../discord/message.ts';
import { textsFor } from '../locale/choose.ts';
import { viewUsed } from './memory-page.ts';

const facts = Array.from(
  { length: 5 },
  (_, index): MemoryFact => ({
    id: String(index),
    text: '*'.repeat(300),
    place: 'everywhere',
    origin: 'told',
    valid_from: '2026-01-01T00:00:00Z',
    uses: 1,
    earlier: [],
  }),
);

it.each(LOCALES)('shows in one message the longest facts that went along, in %s', (locale) => {
  const { content, components } = viewUsed(facts, '200000000000000001', textsFor(locale).memory);
  expect(content.length).toBeLessThanOrEqual(MAX_MESSAGE_CHARS);
  expect(content).toContain('**5.** \\*\\*');
  expect(components[0]?.components).toHaveLength(5);
});
