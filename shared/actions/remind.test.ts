import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concernsOthers, parseReminder, readReminder, resolveWall } from './remind.ts';

/** 12:00 in Seoul. */
const NOW = Date.parse('2026-03-01T03:00:00Z');
const read = (args: Record<string, unknown>, timeZone: string | null = 'Asia/Seoul') =>
  readReminder({ text: 'tea', ...args }, { nowMs: NOW, timeZone });
const at = (iso: string) => Date.parse(iso) / 1000;

describe('a reminder that a model asks for', () => {
  it.each([
    [{ in_minutes: 20 }, at('2026-03-01T03:20:00Z')],
    [{ at: '15:00' }, at('2026-03-01T06:00:00Z')],
    [{ at: '11:59' }, at('2026-03-02T02:59:00Z')],
    [{ at: '2026-12-24T18:30' }, at('2026-12-24T09:30:00Z')],
    [{ at: '2026-12-24 18:30' }, at('2026-12-24T09:30:00Z')],
    // As models write them, too: ISO 8601 has these forms.
    [{ at: 'T15:00:00' }, at('2026-03-01T06:00:00Z')],
    [{ at: '9:05' }, at('2026-03-02T00:05:00Z')],
    [{ at: '2026-12-24t18:30:00.000' }, at('2026-12-24T09:30:00Z')],
    [{ at: '2026-12-24T18:30:00Z' }, at('2026-12-24T18:30:00Z')],
    [{ at: '2026-12-24T18:30+0100' }, at('2026-12-24T17:30:00Z')],
    [{ at: '18:30:00-05:30' }, at('2026-03-02T00:00:00Z')],
  ])('has its moment: %j', (args, seconds) => {
    expect(read(args)).toEqual({ ok: true, reminder: { text: 'tea', at: seconds } });
  });

  it('needs no time zone for so many minutes, and keeps a time of day until one is known', () => {
    expect(read({ in_minutes: 1 }, null)).toMatchObject({ ok: true, reminder: { at: NOW / 1000 + 60 } });
    expect(read({ at: '2026-12-24T18:30:00Z' }, null)).toMatchObject({
      reminder: { at: at('2026-12-24T18:30:00Z') },
    });
    expect(read({ at: 'T15:00:00' }, null)).toEqual({ ok: true, reminder: { text: 'tea', wall: '15:00' } });
  });

  it.each([
    [{ text: '', in_minutes: 5 }, 'The text'],
    [{ text: 'x'.repeat(501), in_minutes: 5 }, 'The text'],
    [{}, 'Give either'],
    [{ in_minutes: 5, at: '15:00' }, 'Give either'],
    [{ in_minutes: 0 }, 'in_minutes'],
    [{ in_minutes: 366 * 24 * 60 + 1 }, 'in_minutes'],
    [{ at: 'tomorrow' }, "'at' must be like"],
    [{ at: '2026-12-24T18:30+99:00' }, "'at' must be like"],
    [{ at: '18:30:99' }, "'at' must be like"],
    [{ at: '25:00' }, 'There is no such time'],
    [{ at: '2026-02-30T10:00' }, 'There is no such time'],
    [{ at: '2026-03-01T11:00' }, 'is past'],
    [{ at: '2028-03-01T11:00' }, 'more than a year'],
  ])('is refused with a reason: %j', (args, why) => {
    expect(read(args)).toMatchObject({ ok: false, why: expect.stringContaining(why) });
  });

  it('has one line without what cannot be seen', () => {
    expect(read({ text: ' a\n\u200bb ', in_minutes: 1 })).toMatchObject({ reminder: { text: 'a b' } });
  });
});

it.each([
  ['call Ada', undefined, false],
  ['mail me@example.org', undefined, true],
  ['tell <@123456789012345678>', undefined, true],
  ['@everyone lunch', undefined, true],
  ['<#123> is open', undefined, true],
  ['lunch', true as const, true],
])('%j concerns others: %j, %j', (text, forChannel, concerns) => {
  const about = forChannel === undefined ? {} : { for_channel: forChannel };
  expect(concernsOthers({ text, at: 1, ...about })).toBe(concerns);
});

it('is an hour later where the clocks skip it, and the next day where the time of today is past', () => {
  const spring = Date.parse('2026-03-29T00:30:00Z');
  expect(resolveWall('2026-03-29T02:30', 'Europe/Berlin', spring)).toEqual({
    ok: true,
    atSec: at('2026-03-29T01:30:00Z'),
  });
  expect(resolveWall('12:00', 'Asia/Seoul', NOW)).toEqual({ ok: true, atSec: at('2026-03-02T03:00:00Z') });
});

it.each([
  ['05:30', '05:50'],
  ['05:55', '06:50'],
  ['06:10', '06:50'],
])('is the next one where the clocks show it twice: at %s UTC', (now, next) => {
  const nowMs = Date.parse(`2026-11-01T${now}:00Z`);
  for (const wall of ['01:50', '2026-11-01T01:50'])
    expect(resolveWall(wall, 'America/New_York', nowMs)).toEqual({
      ok: true,
      atSec: at(`2026-11-01T${next}:00Z`),
    });
});

it('is read back as it was proposed, and nothing else is', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 500 }),
      fc.integer({ min: 1, max: 500_000 }),
      (text, minutes) => {
        const given = readReminder({ text, in_minutes: minutes }, { nowMs: NOW, timeZone: null });
        if (given.ok) expect(parseReminder({ ...given.reminder })).toEqual(given.reminder);
      },
    ),
  );
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const parsed = parseReminder({ text: value, at: value, wall: value } as Record<string, unknown>);
      expect(parsed).toBeNull();
    }),
  );
});
