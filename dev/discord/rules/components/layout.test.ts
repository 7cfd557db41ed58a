import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonRecord } from '../../../../shared/json.ts';
import { firstFault } from '../form.ts';
import { parseMessage } from '../messages.ts';
import { breaksDiscord } from './layout-size.ts';

const V2 = 1 << 15;
const text = (content = 'x') => ({ type: 10, content });
const button = { type: 2, style: 1, label: 'Go', custom_id: 'go' };
const options = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ label: `${n}`, value: `${n}` }));
const section = (change: JsonRecord = {}) => ({
  type: 9,
  components: [text()],
  accessory: button,
  ...change,
});
const media = (url = 'https://example.com/a.png') => ({ media: { url } });

function fault(components: unknown, more: JsonRecord = {}): string | null {
  const verdict = parseMessage({ flags: V2, components, ...more });
  return verdict.ok ? null : firstFault(verdict.errors);
}

describe('layouts that Discord takes', () => {
  it.each<[string, unknown[]]>([
    ['a text', [text('# Hello')]],
    ['a container', [{ type: 17, accent_color: 0x5865f2, spoiler: true, components: [text(), section()] }]],
    ['a thumbnail', [section({ accessory: { type: 11, ...media() } })]],
    ['a gallery', [{ type: 12, items: Array(10).fill({ ...media(), description: 'd' }) }]],
    ['a file', [{ type: 13, file: { url: 'attachment://a.pdf' } }]],
    ['separators', [{ type: 14 }, { type: 14, divider: false, spacing: 2 }]],
    ['a row with a select', [{ type: 1, components: [{ type: 3, custom_id: 's', options: options(2) }] }]],
    ['40 components', Array(40).fill(text())],
    ['4,000 characters', [text('x'.repeat(2_000)), text('x'.repeat(2_000))]],
  ])('%s', (_, components) => {
    expect(fault(components)).toBeNull();
  });
});

describe('layouts that Discord refuses', () => {
  it.each<[string, unknown, string]>([
    [
      '41 components, those inside counted',
      [{ type: 17, components: Array(40).fill(text()) }],
      'components: The total number of components is 41, above 40',
    ],
    [
      '4,001 characters in all',
      [text('x'.repeat(4_000)), text()],
      'components: Components displayable text size exceeds maximum size of 4000',
    ],
    [
      'a container in a container',
      [{ type: 17, components: [{ type: 17, components: [text()] }] }],
      'components.0.components.0.type: Value must be one of {1, 9, 10, 12, 13, 14}.',
    ],
    [
      'a section without accessory',
      [section({ accessory: undefined })],
      'components.0.accessory: This field is required.',
    ],
    [
      'a section of four texts',
      [section({ components: Array(4).fill(text()) })],
      'components.0.components: Must be between 1 and 3 in length.',
    ],
    [
      'a button that stands alone',
      [button],
      'components.0.type: Value must be one of {1, 9, 10, 12, 13, 14, 17}.',
    ],
    [
      'a gallery of eleven',
      [{ type: 12, items: Array(11).fill(media()) }],
      'components.0.items: Must be between 1 and 10 in length.',
    ],
    [
      'a file from elsewhere',
      [{ type: 13, file: { url: 'https://example.com/a.pdf' } }],
      'components.0.file.url: Must be an attachment:// reference.',
    ],
    [
      'a script as picture',
      [{ type: 12, items: [media('javascript:alert(1)')] }],
      'components.0.items.0.media.url: Not a well formed URL.',
    ],
    ['an empty text', [text('')], 'components.0.content: Must be between 1 and 4000 in length.'],
    [
      'one custom id twice',
      [section(), section()],
      'components.1.accessory.custom_id: Component custom id cannot be duplicated',
    ],
  ])('%s', (_, components, expected) => {
    expect(fault(components)).toBe(expected);
  });

  it.each(['content', 'embeds'])('%s beside them', (key) => {
    const value = key === 'content' ? 'x' : [{ title: 't' }];
    expect(fault([text()], { [key]: value })).toBe(
      `${key}: The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    );
  });
});

it('refuses a layout without its flag', () => {
  const verdict = parseMessage({ components: [text()] });
  expect(verdict.ok ? null : firstFault(verdict.errors)).toBe('components.0.type: Value must be one of {1}.');
});

it('numbers components in order, holders first, and keeps given numbers', () => {
  const verdict = parseMessage({
    flags: V2,
    components: [{ type: 17, components: [{ ...text(), id: 2 }, section()] }],
  });
  expect(verdict.ok && verdict.draft.layout).toMatchObject([
    { id: 1, components: [{ id: 2 }, { id: 3, components: [{ id: 4 }], accessory: { id: 5 } }] },
  ]);
});

it('knows the bytes above which Discord fails: 3 a Hangul syllable, and 12 a text', () => {
  const layout = (...contents: string[]) => contents.map((content) => ({ type: 10 as const, content }));
  expect(breaksDiscord(layout('가'.repeat(3_386)))).toBe(false);
  expect(breaksDiscord(layout('가'.repeat(3_387)))).toBe(true);
  expect(breaksDiscord(layout('가'.repeat(3_381), 'x'))).toBe(false);
  expect(breaksDiscord(layout('가'.repeat(3_382), 'x'))).toBe(true);
});

describe('selects in messages', () => {
  const row = (...components: unknown[]) => ({ components: [{ type: 1, components }] });
  const select = (change: JsonRecord = {}) => ({ type: 3, custom_id: 's', options: options(3), ...change });
  it.each<[string, JsonRecord, string | null]>([
    ['one in a row', row(select({ max_values: 3, min_values: 0, placeholder: 'p', disabled: true })), null],
    [
      'one of people with a default',
      row({ type: 5, custom_id: 'u', default_values: [{ id: '1', type: 'user' }] }),
      null,
    ],
    [
      'two in a row',
      row(select(), select({ custom_id: 't' })),
      'components.0.components: The specified component exceeds the maximum width',
    ],
    [
      'one beside a button',
      row(select(), button),
      'components.0.components: The specified component exceeds the maximum width',
    ],
    [
      'without options',
      row(select({ options: undefined })),
      'components.0.components.0.options: This field is required.',
    ],
    [
      'more values than options',
      row(select({ max_values: 4 })),
      'components.0.components.0.max_values: Must be 3 or fewer: there are no more options',
    ],
    [
      'a role as default of people',
      row({ type: 5, custom_id: 'u', default_values: [{ id: '1', type: 'role' }] }),
      'components.0.components.0.default_values.0.type: Value must be one of {user}.',
    ],
  ])('%s', (_, source, expected) => {
    const verdict = parseMessage(source);
    expect(verdict.ok ? null : firstFault(verdict.errors)).toBe(expected);
  });
});

it('gives a verdict on any object', () => {
  const { component } = fc.letrec<{ component: unknown }>((tie) => ({
    component: fc.record(
      {
        type: fc.constantFrom(1, 2, 3, 9, 10, 11, 12, 13, 14, 17, 'x'),
        components: fc.oneof({ maxDepth: 2 }, fc.jsonValue(), fc.array(tie('component'), { maxLength: 3 })),
        accessory: fc.jsonValue(),
        items: fc.jsonValue(),
        file: fc.jsonValue(),
        content: fc.jsonValue(),
        options: fc.jsonValue(),
      },
      { requiredKeys: [] },
    ),
  }));
  fc.assert(
    fc.property(fc.array(component, { maxLength: 4 }), (components) => {
      expect(typeof parseMessage({ flags: V2, components: components as unknown[] }).ok).toBe('boolean');
    }),
  );
});
