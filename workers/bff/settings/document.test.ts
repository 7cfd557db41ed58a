import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SettingsDocument } from '../../../shared/contract/settings.ts';
import { MAX_SETTINGS_DOCUMENT_BYTES } from '../../../shared/limits.ts';
import { MAX_PERSONAS } from '../../../shared/settings/persona.ts';
import { MAX_INSTRUCTIONS_CHARS, MAX_SET_CHANNELS } from '../../../shared/settings/settings.ts';
import { parseDocument, planImport } from './document.ts';

const poet = {
  name: 'Poet',
  instructions: 'Rhyme.',
  model: null,
  temperature: 1,
  greeting: null,
  avatar: null,
};
const document: SettingsDocument = {
  format: 'libra-settings',
  version: 1,
  server: { model: 'gpt', memory: false },
  channels: { '8': { language: 'en' } },
  personas: [poet],
};

it('takes what it has exported', () => {
  expect(parseDocument(document, ['gpt'])).toEqual({ ok: true, value: document });
});

it('has room for all that can be set', () => {
  const instructions = '가'.repeat(MAX_INSTRUCTIONS_CHARS);
  const ids = Array.from({ length: MAX_SET_CHANNELS }, (_, n) => String(400000000000000000n + BigInt(n)));
  const largest: SettingsDocument = {
    ...document,
    server: { instructions },
    channels: Object.fromEntries(ids.map((id) => [id, { instructions }])),
    personas: Array.from({ length: MAX_PERSONAS }, (_, n) => ({ ...poet, name: `Poet ${n}`, instructions })),
  };
  expect(parseDocument(largest, ['gpt']).ok).toBe(true);
  expect(Buffer.byteLength(JSON.stringify(largest, null, 2))).toBeLessThan(MAX_SETTINGS_DOCUMENT_BYTES);
});

it('takes no persona that the form for one would refuse', () => {
  const wrong = [
    { ...poet, name: 'Tutor' },
    { ...poet, name: 'a `b`' },
    { ...poet, name: '@everyone' },
    { ...poet, name: 'Greeter', greeting: 'Hello <@123>' },
    { ...poet, name: 'Painter', avatar: 'a text that is too long to stand above an answer' },
  ];
  const parsed = parseDocument({ ...document, personas: [poet, ...wrong] }, ['gpt']);
  expect(parsed.ok ? [] : parsed.problems).toEqual([
    { code: 'duplicate', path: 'personas[1].name' },
    { code: 'not_in_list', path: 'personas[2].name' },
    { code: 'not_in_list', path: 'personas[3].name' },
    { code: 'not_in_list', path: 'personas[4].greeting' },
    { code: 'too_long', path: 'personas[5].avatar', limit: 32 },
  ]);
});

it('names everything that is wrong at once', () => {
  const wrong = {
    format: 'other',
    server: { model: 'gone', allowedModels: ['gpt', 'gone'], colour: 1 },
    channels: { general: {}, '8': { language: 'fr' } },
    personas: [{ ...poet, model: 'gone' }, { ...poet, name: 'POET' }, {}],
    owner: 1,
  };
  const parsed = parseDocument(wrong, ['gpt']);
  const problems = parsed.ok ? [] : parsed.problems;
  expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'missing version',
    'not_in_list format',
    'duplicate personas[1]',
    'unknown_field owner',
    'unknown_field server.colour',
    'not_in_list channels.8.language',
    'malformed_id channels.general',
    'unknown_model personas[0].model',
    'missing personas[2].name',
    'missing personas[2].instructions',
    'missing personas[2].model',
    'missing personas[2].temperature',
    'missing personas[2].greeting',
    'missing personas[2].avatar',
  ]);
  expect(parseDocument({ ...document, server: { model: 'gone', allowedModels: ['gone'] } }, ['gpt'])).toEqual(
    {
      ok: false,
      problems: [
        { code: 'unknown_model', path: 'server.model' },
        { code: 'unknown_model', path: 'server.allowedModels[0]' },
      ],
    },
  );
});

it('never throws, whatever was uploaded', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void parseDocument(value, [])));
});

it('audits each field that the import changes, and nothing else', () => {
  const current = {
    version: 6,
    server: { settings: { model: 'gpt', language: 'ko' as const }, changedIn: { model: 2 } },
    channels: new Map([['9', { settings: { memory: false }, changedIn: {} }]]),
    setChannels: 1,
    personas: [
      { ...poet, temperature: 2 },
      { ...poet, name: 'Cook' },
    ],
  };
  const plan = planImport({ guildId: '7', actor: '1' }, current, document);
  expect(plan.audit.map(({ scope, target, field }) => `${scope} ${target} ${field}`)).toEqual([
    'server null language',
    'server null memory',
    'channel 9 memory',
    'channel 8 language',
    'persona Poet temperature',
    'persona Cook name',
    'persona Cook instructions',
    'persona Cook temperature',
  ]);
  expect(plan).toMatchObject({
    version: 6,
    server: { settings: document.server, changedIn: { model: 2, language: 7, memory: 7 } },
    channels: [
      { id: '9', settings: {} },
      { id: '8', settings: { language: 'en' } },
    ],
    personas: [poet],
  });
});
