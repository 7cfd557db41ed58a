import { expect, it } from 'vitest';
import { EN } from '../locale/en.ts';
import { showModeration } from './moderation.ts';

it.each([
  [true, EN.moderation.more],
  [false, EN.moderation.noBlocked],
])(
  'does not say that everybody may ask where a part of the store was looked through (%s)',
  async (more, said) => {
    const value = { counts: [], blocked: [], more_blocked: more };
    const context = {
      ...{ t: EN, locale: 'en', session: { operator: { rights: [] } } },
      ask: async () => ({ ok: true, value }),
    };
    const { body } = await showModeration(context as never);
    expect([EN.moderation.more, EN.moderation.noBlocked].filter((text) => body.text.includes(text))).toEqual([
      said,
    ]);
  },
);
