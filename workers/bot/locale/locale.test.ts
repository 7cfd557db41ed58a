import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../../shared/contract/caller.ts';
import { ERROR_CODES } from '../../../shared/errors.ts';
import { commandDefinitions } from '../commands/table.ts';
import { MAX_MESSAGE_CHARS } from '../discord/message.ts';
import { routeIntent } from '../intent/route.ts';
import { FIELDS_OF } from '../settings/panel/fields.ts';
import { textsFor } from './choose.ts';
import { describeFailure } from './failure.ts';

describe.each(LOCALES)('%s', (locale) => {
  const texts = textsFor(locale);

  it.each(ERROR_CODES)('tells %s in a sentence, with its code, in one message', (code) => {
    const plain = describeFailure(texts, { code }, 0);
    expect(plain).toMatch(new RegExp(`\\S{2,}.*\\n-# ${code}$`));
    expect(plain).not.toMatch(/undefined|null|NaN/);
    const told = describeFailure(texts, { code, evidence: { limit: 123_456, resets_at: 1_800_000_000 } }, 0);
    expect(told).not.toMatch(/undefined|null|NaN/);
    expect(told.length).toBeLessThan(MAX_MESSAGE_CHARS / 4);
  });

  it('sends a person to the operator where that is who can act', () => {
    for (const code of ['provider_rejected', 'unauthorized'] as const)
      expect(describeFailure(texts, { code }, 0)).toMatch(/운영자에게|the operator/);
  });

  it('sends a document that cannot be attached to where it can be read', () => {
    expect(texts.problems.file_document('`a.pdf`')).toMatch(/`\/(문서 추가|docs add)`/);
  });

  it('ends no count with a particle, which would have to fit its last digit', () => {
    for (const limit of [2, 3, 4_000])
      for (const code of ERROR_CODES)
        expect(describeFailure(texts, { code, evidence: { limit } }, 0)).not.toMatch(
          /\d(?:이에요|예요|은|는|이|가|을|를) ?[.]/,
        );
  });

  it('says when a limit ends, from either kind of evidence', () => {
    expect(describeFailure(texts, { code: 'rate_limit_user', evidence: { resets_at: 77 } }, 0)).toContain(
      '<t:77:R>',
    );
    expect(
      describeFailure(texts, { code: 'rate_limit_user', evidence: { retry_after_sec: 5 } }, 10_000),
    ).toContain('<t:15:R>');
  });

  it('says whether a budget of the day is one of tokens or of money', () => {
    const tokens = describeFailure(
      texts,
      { code: 'budget_user', evidence: { limit: 300_000, limit_unit: 'tokens' } },
      0,
    );
    expect(tokens).toMatch(/300,000 ?(토큰|tokens)/);
    expect(tokens).not.toContain('$');
    const money = describeFailure(
      texts,
      { code: 'budget_user', evidence: { limit: 500_000, limit_unit: 'micro_usd' } },
      0,
    );
    expect(money).toContain('$0.50');
  });

  it('names every command in its help, which fits into one message', () => {
    const server = { callsPerMin: 100_000, mayMute: false, mayModerate: true };
    const blocks = [...texts.help.tour({ callsPerMin: 100_000, server }), texts.help.tryOne];
    const text = blocks.join('\n');
    for (const { name, name_localizations: names } of commandDefinitions) {
      expect(text).toContain((names as Record<string, string> | undefined)?.[locale] ?? name);
    }
    // Discord's bounds of a message of components; the second was observed, not documented.
    expect(text.length).toBeLessThan(4_000);
    expect(new TextEncoder().encode(text).length + 12 * blocks.length).toBeLessThan(10_170);
  });

  it('has no markup in the hint of a setting, which a select shows as it is', () => {
    const shown = Object.values(FIELDS_OF).flatMap((fields) =>
      fields.map((field) => texts.settings.fields[field].hint),
    );
    expect(shown.filter((hint) => /[*`_]|.{101}/.test(hint))).toEqual([]);
  });

  it('offers examples that fit onto a button, and that only the model can answer', () => {
    expect(texts.examples.length).toBeGreaterThan(1);
    for (const example of texts.examples) {
      expect(example.length).toBeLessThanOrEqual(80);
      expect(routeIntent(example)).toEqual({ kind: 'ask' });
    }
  });
});

it('says everything differently in the two languages', () => {
  const [ko, en] = LOCALES.map((locale) => textsFor(locale));
  const facts = { callsPerMin: 20, server: null };
  expect(ko?.help.tour(facts)).not.toEqual(en?.help.tour(facts));
  for (const code of ERROR_CODES) {
    const facts = {
      retryAtSec: null,
      limit: null,
      limitUnit: null,
      model: null,
      file: null,
      categories: [],
      side: null,
    };
    expect(ko?.errors[code](facts)).toMatch(/[가-힣]/);
    expect(en?.errors[code](facts)).not.toMatch(/[가-힣]/);
  }
});
