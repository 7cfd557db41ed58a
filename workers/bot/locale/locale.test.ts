import { describe, expect, it } from 'vitest';
import { LOCALES, type Locale } from '../../../shared/contract/caller.ts';
import { ERROR_CODES } from '../../../shared/errors.ts';
import { commandDefinitions } from '../commands/definitions.ts';
import { MAX_MESSAGE_CHARS } from '../message/view.ts';
import { textsFor } from './choose.ts';
import { describeFailure } from './failure.ts';

describe.each(LOCALES)('%s', (locale) => {
  const texts = textsFor(locale);

  it.each(ERROR_CODES)('tells %s in a sentence, with its code, in one message', (code) => {
    const plain = describeFailure(texts, code, undefined, 0);
    expect(plain).toMatch(new RegExp(`\\S{2,}.*\\n-# ${code}$`));
    expect(plain).not.toMatch(/undefined|null|NaN/);
    const told = describeFailure(texts, code, { limit: 123_456, resets_at: 1_800_000_000 }, 0);
    expect(told).not.toMatch(/undefined|null|NaN/);
    expect(told.length).toBeLessThan(MAX_MESSAGE_CHARS / 4);
  });

  it('says when a limit ends, from either kind of evidence', () => {
    expect(describeFailure(texts, 'rate_limit_user', { resets_at: 77 }, 0)).toContain('<t:77:R>');
    expect(describeFailure(texts, 'rate_limit_user', { retry_after_sec: 5 }, 10_000)).toContain('<t:15:R>');
  });

  it('says whether a budget of the day is one of tokens or of money', () => {
    const tokens = describeFailure(texts, 'budget_user', { limit: 300_000, limit_unit: 'tokens' }, 0);
    expect(tokens).toMatch(/300,000 ?(토큰|tokens)/);
    expect(tokens).not.toContain('$');
    const money = describeFailure(texts, 'budget_user', { limit: 500_000, limit_unit: 'micro_usd' }, 0);
    expect(money).toContain('$0.50');
  });

  it('names commands as Discord shows them in that language', () => {
    const named = rendered(texts).flatMap((text) => [...text.matchAll(/`\/([^`]+)`/g)].map(([, use]) => use));
    expect(named.length).toBeGreaterThan(10);
    for (const use of named) {
      const [name, ...rest] = (use ?? '').split(' ');
      const command = commandDefinitions.find((definition) => shown(definition, locale) === name);
      expect(command, use).toBeDefined();
      const subcommands = (command?.options ?? []).filter(({ type }) => type === SUBCOMMAND);
      if (rest.length > 0 && subcommands.length > 0)
        expect(subcommands.map((sub) => shown(sub, locale))).toContain(rest.join(' '));
    }
  });

  it('fits its help into one message', () => {
    expect(texts.help.length).toBeLessThan(MAX_MESSAGE_CHARS);
  });
});

const SUBCOMMAND = 1;

function shown(
  { name, name_localizations }: { name: string; name_localizations?: object | null | undefined },
  locale: Locale,
): string {
  return (name_localizations as Record<string, string> | null | undefined)?.[locale] ?? name;
}

/** Every text there is, those that take facts with some. */
function rendered(texts: unknown): string[] {
  if (typeof texts === 'string') return [texts];
  if (typeof texts === 'function') return [String(texts(FACTS, 1, 1))];
  return Object.values(texts as object).flatMap(rendered);
}

const FACTS = {
  ...{ retryAtSec: 1, limit: 1, limitUnit: 'tokens' },
  ...{ conversations: 1, messages: 1, usage_events: 1, oldest_message_at: null, retention_days: 1 },
  remember: true,
};

it('says everything differently in the two languages', () => {
  const [ko, en] = LOCALES.map((locale) => textsFor(locale));
  expect(ko?.help).not.toBe(en?.help);
  for (const code of ERROR_CODES) {
    const facts = { retryAtSec: null, limit: null, limitUnit: null };
    expect(ko?.errors[code](facts)).toMatch(/[가-힣]/);
    expect(en?.errors[code](facts)).not.toMatch(/[가-힣]/);
  }
});
