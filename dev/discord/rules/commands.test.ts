import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonRecord } from '../../../shared/json.ts';
import { parseCommands } from './commands.ts';

const command = (change: JsonRecord = {}) => ({ name: 'chat', description: 'Ask', ...change });
const option = (change: JsonRecord = {}) => ({
  type: 3,
  name: 'prompt',
  description: 'What to ask',
  ...change,
});
const withOptions = (...options: unknown[]) => [command({ options })];

/** Every refused place with its code: `0.options.1.name APPLICATION_COMMAND_INVALID_NAME`. */
function faults(body: unknown): string[] {
  const verdict = parseCommands(body);
  if (verdict.ok) return [];
  return verdict.kind === 'form' ? flatten(verdict.errors) : [`too many, at most ${verdict.max}`];
}

function flatten(errors: object, path: string[] = []): string[] {
  return Object.entries(errors).flatMap(([key, value]) =>
    Array.isArray(value)
      ? value.map((error) => `${path.join('.')} ${error.code}`)
      : flatten(value, [...path, key]),
  );
}

describe('commands that Discord takes', () => {
  it.each<[string, unknown]>([
    ['no command at all', []],
    ['the smallest command', [command()]],
    ['Korean and Thai names', [command({ name: '대화', name_localizations: { ko: '리브라', th: 'สวัสดี' } })]],
    ['an apostrophe, a hyphen and digits', [command({ name: "l'heure-2_x" })]],
    [
      'null where something may be absent',
      [command({ options: null, name_localizations: null, contexts: null })],
    ],
    ['unknown fields', [command({ handler: 1, whatever: {} })]],
    ['a full option', withOptions(option({ required: true, min_length: 1, max_length: 6000 }))],
    ['numbers with bounds', withOptions(option({ type: 4, min_value: 1, max_value: 3600 }))],
    ['choices', withOptions(option({ choices: [{ name: '하나', value: 'one' }] }))],
    [
      'sub-commands in a group',
      withOptions(option({ type: 2, name: 'a', options: [option({ type: 1, options: [option()] })] })),
    ],
    ['permissions and contexts', [command({ default_member_permissions: '8192', contexts: [0, 1] })]],
    ['private channels with user install', [command({ integration_types: [0, 1], contexts: [0, 1, 2] })]],
    [
      'menu commands with capitals and spaces',
      [
        { type: 3, name: 'Explain This' },
        { type: 2, name: 'Who is this' },
      ],
    ],
    [
      'an Entry Point command',
      [{ type: 4, name: 'launch', handler: 2, integration_types: [0, 1], contexts: [0, 1, 2] }],
    ],
    ['an Entry Point command with a description', [{ type: 4, name: 'launch', description: 'Play' }]],
    ['the same name for another type', [command(), { type: 3, name: 'chat' }]],
    [
      'a menu command whose name is localised',
      [{ type: 3, name: 'Chat', name_localizations: { ko: '대화 하기' } }],
    ],
    ['100 slash commands', Array.from({ length: 100 }, (_, index) => command({ name: `c${index}` }))],
  ])('%s', (_, body) => {
    expect(faults(body)).toEqual([]);
  });
});

describe('commands that Discord refuses', () => {
  it.each<[string, unknown, string]>([
    ['something that is no list', { name: 'chat' }, ' LIST_TYPE_CONVERT'],
    ['an entry that is no object', ['chat'], '0 DICT_TYPE_CONVERT'],
    ['no name', [{ description: 'Ask' }], '0.name BASE_TYPE_REQUIRED'],
    ['an empty name', [command({ name: '' })], '0.name BASE_TYPE_BAD_LENGTH'],
    ['a name of 33 characters', [command({ name: 'a'.repeat(33) })], '0.name BASE_TYPE_BAD_LENGTH'],
    ['a capital', [command({ name: 'Chat' })], '0.name APPLICATION_COMMAND_INVALID_NAME'],
    ['a space', [command({ name: 'chat now' })], '0.name APPLICATION_COMMAND_INVALID_NAME'],
    ['a slash', [command({ name: '/chat' })], '0.name APPLICATION_COMMAND_INVALID_NAME'],
    ['a name that is no text', [command({ name: 7 })], '0.name STRING_TYPE_CONVERT'],
    ['no description', [{ name: 'chat' }], '0.description BASE_TYPE_REQUIRED'],
    [
      'a description of 101 characters',
      [command({ description: 'x'.repeat(101) })],
      '0.description BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a menu command with a description',
      [{ type: 3, name: 'Explain', description: 'x' }],
      '0.description BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a menu command with options',
      [{ type: 2, name: 'Who', options: [option()] }],
      '0.options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ],
    [
      'an Entry Point command with options',
      [{ type: 4, name: 'launch', options: [option()] }],
      '0.options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ],
    [
      'an Entry Point command with an unknown handler',
      [{ type: 4, name: 'launch', handler: 3 }],
      '0.handler BASE_TYPE_CHOICES',
    ],
    [
      'two Entry Point commands',
      [
        { type: 4, name: 'launch' },
        { type: 4, name: 'play' },
      ],
      'too many, at most 1',
    ],
    ['an unknown type', [command({ type: 9 })], '0.type BASE_TYPE_CHOICES'],
    [
      'an unknown locale',
      [command({ name_localizations: { kr: '대화' } })],
      '0.name_localizations.kr BASE_TYPE_CHOICES',
    ],
    [
      'a localised name with a space',
      [command({ name_localizations: { ko: '대화 하기' } })],
      '0.name_localizations.ko APPLICATION_COMMAND_INVALID_NAME',
    ],
    [
      'an empty localised description',
      [command({ description_localizations: { ko: '' } })],
      '0.description_localizations.ko BASE_TYPE_BAD_LENGTH',
    ],
    ['two commands of one name', [command(), command()], '1.name APPLICATION_COMMANDS_DUPLICATE_NAME'],
    [
      'two commands of one Korean name',
      [
        command({ name_localizations: { ko: '대화' } }),
        command({ name: 'talk', name_localizations: { ko: '대화' } }),
      ],
      '1.name APPLICATION_COMMANDS_DUPLICATE_NAME',
    ],
    [
      'permissions that are no bit set',
      [command({ default_member_permissions: 'MANAGE' })],
      '0.default_member_permissions BITFIELD_TYPE_CONVERT',
    ],
    ['an unknown context', [command({ contexts: [3] })], '0.contexts.0 BASE_TYPE_CHOICES'],
    [
      'private channels without user install',
      [command({ contexts: [2] })],
      '0.contexts APPLICATION_COMMAND_CONTEXTS_INVALID',
    ],
    [
      'a required option after an optional one',
      withOptions(option(), option({ name: 'b', required: true })),
      '0.options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ],
    [
      'two options of one name',
      withOptions(option(), option()),
      '0.options.1.name APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
    ],
    [
      '26 options',
      withOptions(...Array.from({ length: 26 }, (_, index) => option({ name: `o${index}` }))),
      '0.options BASE_TYPE_MAX_LENGTH',
    ],
    [
      'an option without a type',
      withOptions({ name: 'a', description: 'b' }),
      '0.options.0.type BASE_TYPE_REQUIRED',
    ],
    ['an option of an unknown type', withOptions(option({ type: 12 })), '0.options.0.type BASE_TYPE_CHOICES'],
    [
      'an option with a capital',
      withOptions(option({ name: 'Prompt' })),
      '0.options.0.name APPLICATION_COMMAND_INVALID_NAME',
    ],
    [
      'lengths for a number',
      withOptions(option({ type: 4, max_length: 5 })),
      '0.options.0.max_length APPLICATION_COMMAND_OPTION_TYPE_MISMATCH',
    ],
    [
      'bounds for a text',
      withOptions(option({ min_value: 5 })),
      '0.options.0.min_value APPLICATION_COMMAND_OPTION_TYPE_MISMATCH',
    ],
    [
      'a length over 6000',
      withOptions(option({ max_length: 6001 })),
      '0.options.0.max_length NUMBER_TYPE_MAX',
    ],
    [
      'the least over the most',
      withOptions(option({ min_length: 9, max_length: 3 })),
      '0.options.0.min_length APPLICATION_COMMAND_OPTION_MIN_MAX_INVALID',
    ],
    [
      'a fraction for a whole number',
      withOptions(option({ type: 4, min_value: 0.5 })),
      '0.options.0.min_value NUMBER_TYPE_COERCE',
    ],
    [
      '26 choices',
      withOptions(
        option({
          choices: Array.from({ length: 26 }, (_, index) => ({ name: `n${index}`, value: `v${index}` })),
        }),
      ),
      '0.options.0.choices BASE_TYPE_MAX_LENGTH',
    ],
    [
      'two choices of one name',
      withOptions(
        option({
          choices: [
            { name: 'a', value: '1' },
            { name: 'a', value: '2' },
          ],
        }),
      ),
      '0.options.0.choices.1.name APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS',
    ],
    [
      'a number among choices of text',
      withOptions(option({ choices: [{ name: 'a', value: 1 }] })),
      '0.options.0.choices.0.value STRING_TYPE_CONVERT',
    ],
    [
      'choices together with autocompletion',
      withOptions(option({ autocomplete: true, choices: [{ name: 'a', value: 'a' }] })),
      '0.options.0.choices APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE',
    ],
    [
      'a sub-command beside a value',
      withOptions(option({ type: 1, name: 'a' }), option()),
      '0.options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ],
    [
      'a sub-command in a sub-command',
      withOptions(option({ type: 1, options: [option({ type: 1, name: 'b' })] })),
      '0.options.0.options.0.type BASE_TYPE_CHOICES',
    ],
    [
      'more than 8000 characters',
      withOptions(
        ...Array.from({ length: 9 }, (_, index) =>
          option({
            name: `o${index}`,
            choices: Array.from({ length: 25 }, (_unused, n) => ({
              name: `c${n}`.padEnd(20, 'x'),
              value: `${n}`.padEnd(20, 'y'),
            })),
          }),
        ),
      ),
      '0 APPLICATION_COMMAND_TOO_LARGE',
    ],
    [
      '101 slash commands',
      Array.from({ length: 101 }, (_, index) => command({ name: `c${index}` })),
      'too many, at most 100',
    ],
    [
      '16 message commands',
      Array.from({ length: 16 }, (_, index) => ({ type: 3, name: `m${index}` })),
      'too many, at most 15',
    ],
  ])('%s', (_, body, fault) => {
    expect(faults(body)).toContain(fault);
  });

  it('names every fault at once', () => {
    expect(faults([command({ name: 'A' }), command({ description: '' })])).toEqual([
      '0.name APPLICATION_COMMAND_INVALID_NAME',
      '1.description BASE_TYPE_BAD_LENGTH',
    ]);
  });

  it('counts only the longest language of each text towards the 8000 characters', () => {
    const long = option({
      description: 'x'.repeat(100),
      description_localizations: { ko: 'x'.repeat(100), ja: 'x'.repeat(100) },
    });
    const options = Array.from({ length: 25 }, (_, index) => ({ ...long, name: `o${index}` }));
    expect(faults(withOptions(...options))).toEqual([]);
  });
});

it('is not led astray by a key named __proto__', () => {
  const body: unknown = JSON.parse('[{"name":"a","description":"b","name_localizations":{"__proto__":"x"}}]');
  expect(faults(body)).toEqual(['0.name_localizations.__proto__ BASE_TYPE_CHOICES']);
  expect(Object.hasOwn(Object.prototype, '_errors')).toBe(false);
});

it('gives a verdict on any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      expect(typeof parseCommands(body).ok).toBe('boolean');
      expect(typeof parseCommands([body]).ok).toBe('boolean');
      expect(typeof parseCommands([command({ options: [body], name_localizations: body })]).ok).toBe(
        'boolean',
      );
    }),
  );
});
