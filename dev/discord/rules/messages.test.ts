import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonRecord } from '../../../shared/json.ts';
import { type FormErrors, firstFault } from './form.ts';
import { parseMessage } from './messages.ts';

const button = (change: JsonRecord = {}) => ({
  type: 2,
  style: 2,
  label: 'Stop',
  custom_id: 'stop',
  ...change,
});
const rows = (...buttons: unknown[]) => ({ components: [{ type: 1, components: buttons }] });

function fault(source: JsonRecord, files: number[] = []): string | null {
  const verdict = parseMessage(source, files);
  return verdict.ok ? null : firstFault(verdict.errors);
}

describe('messages that Discord takes', () => {
  it.each<[string, JsonRecord, number[]?]>([
    ['2000 characters', { content: '가'.repeat(2000) }],
    [
      'null for everything',
      { content: null, embeds: null, components: null, attachments: null, flags: null },
    ],
    [
      'five rows of five buttons',
      {
        components: [0, 1, 2, 3, 4].map((row) => ({
          type: 1,
          components: [0, 1, 2, 3, 4].map((n) => button({ custom_id: `${row}-${n}` })),
        })),
      },
    ],
    [
      'a link and an emoji',
      rows(
        { type: 2, style: 5, label: 'Docs', url: 'https://example.com' },
        button({ label: undefined, emoji: { name: '🔁' } }),
      ),
    ],
    [
      'an embed',
      { embeds: [{ title: 't', description: 'd'.repeat(4096), fields: [{ name: 'n', value: 'v' }] }] },
    ],
    ['a file and its name', { attachments: [{ id: '0', filename: 'a.txt' }] }, [0]],
    ['an attachment that is kept', { attachments: [{ id: '1300000000000000999' }] }],
    ['the ephemeral flag', { content: 'x', flags: 64 }],
    ['nobody mentioned', { content: '@everyone', allowed_mentions: { parse: [] } }],
  ])('%s', (_, source, files) => {
    expect(fault(source, files)).toBeNull();
  });
});

describe('messages that Discord refuses', () => {
  it.each<[string, JsonRecord, string]>([
    ['2001 characters', { content: 'x'.repeat(2001) }, 'content: Must be 2000 or fewer in length.'],
    [
      'a field of an embed that is blank',
      { embeds: [{ fields: [{ name: ' ', value: 'v' }] }] },
      'embeds.0.fields.0.name: This field is required.',
    ],
    [
      'a label that is blank',
      rows(button({ label: ' ' })),
      'components.0.components.0: A label or an emoji is required',
    ],
    [
      'an emoji that is none',
      rows(button({ emoji: { name: 'stop' } })),
      'components.0.components.0.emoji.name: Invalid emoji',
    ],
    [
      'a mention of a name',
      { content: 'x', allowed_mentions: { users: ['ada'] } },
      'allowed_mentions.users.0: Value "ada" is not snowflake.',
    ],
    ['a number as content', { content: 5 }, 'content: Could not interpret "5" as string.'],
    ['half a surrogate pair', { content: 'cut \ud83d' }, 'content: The text is not well-formed Unicode.'],
    [
      'six rows',
      {
        components: Array.from({ length: 6 }, (_, n) => ({
          type: 1,
          components: [button({ custom_id: `${n}` })],
        })),
      },
      'components: Must be 5 or fewer in length.',
    ],
    [
      'six buttons in a row',
      rows(...[1, 2, 3, 4, 5, 6].map((n) => button({ custom_id: `${n}` }))),
      'components.0.components: Must be between 1 and 5 in length.',
    ],
    ['an empty row', rows(), 'components.0.components: Must be between 1 and 5 in length.'],
    ['a button outside a row', { components: [button()] }, 'components.0.type: Value must be one of {1}.'],
    [
      'a custom id of 101 characters',
      rows(button({ custom_id: 'x'.repeat(101) })),
      'components.0.components.0.custom_id: Must be between 1 and 100 in length.',
    ],
    [
      'no custom id',
      rows(button({ custom_id: undefined })),
      'components.0.components.0.custom_id: This field is required.',
    ],
    [
      'a label of 81 characters',
      rows(button({ label: 'x'.repeat(81) })),
      'components.0.components.0.label: Must be 80 or fewer in length.',
    ],
    [
      'neither label nor emoji',
      rows(button({ label: undefined })),
      'components.0.components.0: A label or an emoji is required',
    ],
    [
      'one custom id twice',
      rows(button(), button()),
      'components.0.components.1.custom_id: Component custom id cannot be duplicated',
    ],
    [
      'a style that is none',
      rows(button({ style: 7 })),
      'components.0.components.0.style: Value must be one of {1, 2, 3, 4, 5}.',
    ],
    [
      'a link without url',
      rows({ type: 2, style: 5, label: 'x' }),
      'components.0.components.0.url: This field is required.',
    ],
    [
      'a link to a script',
      rows({ type: 2, style: 5, label: 'x', url: 'javascript:alert(1)' }),
      'components.0.components.0.url: Not a well formed URL.',
    ],
    [
      'eleven embeds',
      { embeds: Array.from({ length: 11 }, () => ({ title: 't' })) },
      'embeds: Must be 10 or fewer in length.',
    ],
    [
      '6001 characters of embeds',
      { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
      'embeds: Embed size exceeds maximum size of 6000',
    ],
    [
      'a field without value',
      { embeds: [{ fields: [{ name: 'n' }] }] },
      'embeds.0.fields.0.value: This field is required.',
    ],
    ['an unknown flag', { content: 'x', flags: 1 << 14 }, 'flags: These flags cannot be set here.'],
    [
      'a number as an attachment’s id',
      { attachments: [{ id: 0 }] },
      'attachments.0.id: Value "0" is not snowflake.',
    ],
    ['an attachment without id', { attachments: [{}] }, 'attachments.0.id: This field is required.'],
    [
      'a file that was not sent',
      { attachments: [{ id: '0' }] },
      'attachments.0.id: Attachment data cannot be found',
    ],
    [
      'mentions of an unknown kind',
      { allowed_mentions: { parse: ['all'] } },
      'allowed_mentions.parse.0: Value must be one of {users, roles, everyone}.',
    ],
    [
      'all users and some users',
      { allowed_mentions: { parse: ['users'], users: ['1'] } },
      'allowed_mentions: parse:["users"] and users: [ids...] are mutually exclusive.',
    ],
  ])('%s', (_, source, expected) => {
    expect(fault(source)).toBe(expected);
  });

  it('nests errors by place, as Discord does', () => {
    const verdict = parseMessage({ content: 'x'.repeat(2001) });
    const errors: FormErrors = {
      content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }] },
    };
    expect(verdict).toEqual({ ok: false, errors });
  });
});

it('lets an edit change SUPPRESS_EMBEDS and no other flag', () => {
  const edit = (flags?: number) => {
    const verdict = parseMessage({ content: 'x', ...(flags === undefined ? {} : { flags }) }, [], 'edit');
    return verdict.ok ? verdict.draft.flags : firstFault(verdict.errors);
  };
  expect([edit(4), edit(0), edit()]).toEqual([4, 0, undefined]);
  expect([edit(64), edit(4 | 4_096)]).toEqual(Array(2).fill('flags: These flags cannot be set here.'));
});

it('refuses flags that are no number', () => {
  expect(parseMessage({ content: 'x', flags: { toString: [] } }).ok).toBe(false);
});

it('gives a verdict on any object', () => {
  const parts = fc.record(
    {
      content: fc.jsonValue(),
      embeds: fc.jsonValue(),
      components: fc.oneof(
        fc.jsonValue(),
        fc.array(fc.record({ type: fc.constant(1), components: fc.jsonValue() })),
      ),
      attachments: fc.jsonValue(),
      allowed_mentions: fc.jsonValue(),
      flags: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(parts, (source) => {
      expect(typeof parseMessage(source).ok).toBe('boolean');
    }),
  );
});
