/** A server's settings as one document: read from JSON that somebody uploaded, and compared with what is set. Pure. */
import {
  SETTINGS_FORMAT,
  SETTINGS_FORMAT_VERSION,
  type SettingsDocument,
} from '../../../shared/contract/settings.ts';
import { isRecord } from '../../../shared/json.ts';
import { isBuiltIn } from '../../../shared/personas/built-in.ts';
import { findPersonaFault } from '../../../shared/personas/check.ts';
import { list, object, oneOf, type SettingsProblem } from '../../../shared/settings/check.ts';
import { type Parsed, parsePersona, parseSettings } from '../../../shared/settings/parse.ts';
import { MAX_PERSONAS, type Persona } from '../../../shared/settings/persona.ts';
import { MAX_SET_CHANNELS } from '../../../shared/settings/settings.ts';
import type { AuditedChange, ServerChange } from './commit.ts';
import type { CurrentServer } from './current.ts';
import { changesTo, type FieldChange, mergeChange } from './merge.ts';
import { unknownModels } from './models.ts';

/** Everything that is wrong at once; `models`: the catalogue's for chat. */
export function parseDocument(value: unknown, models: readonly string[]): Parsed<SettingsDocument> {
  const problems = [...frame(value, ''), ...partsOf(value, models)];
  return problems.length === 0 ? { ok: true, value: value as SettingsDocument } : { ok: false, problems };
}

const FIELDS = ['format', 'version', 'server', 'channels', 'personas'];
const anything = () => [];

const frame = object(
  {
    format: oneOf([SETTINGS_FORMAT]),
    version: (value, path) => (value === SETTINGS_FORMAT_VERSION ? [] : [{ code: 'not_in_list', path }]),
    server: anything,
    channels: anything,
    personas: list(anything, { max: MAX_PERSONAS }, nameOf),
  },
  FIELDS,
);

/** Something that has no name is wrong by itself, not a duplicate. */
function nameOf(persona: unknown): unknown {
  return isRecord(persona) && typeof persona.name === 'string' ? persona.name.toLowerCase() : Symbol();
}

function partsOf(value: unknown, models: readonly string[]): SettingsProblem[] {
  if (!isRecord(value)) return [];
  const { server, channels, personas } = value;
  return [
    ...(server === undefined ? [] : problemsOf(parseSettings('server', server, 'server'), models, 'server')),
    ...(channels === undefined ? [] : channelProblems(channels, models)),
    ...(Array.isArray(personas) ? personas.slice(0, MAX_PERSONAS) : []).flatMap((persona, index) => {
      const path = `personas[${index}]`;
      return [...problemsOf(parsePersona(persona, path), models, path), ...personaProblems(persona, path)];
    }),
  ];
}

/** What the form for a persona refuses besides, and a name that is taken by one of Libra's own. */
function personaProblems(value: unknown, path: string): SettingsProblem[] {
  const parsed = parsePersona(value, path);
  if (!parsed.ok) return [];
  if (isBuiltIn(parsed.value.name.toLowerCase())) return [{ code: 'duplicate', path: `${path}.name` }];
  const fault = findPersonaFault(parsed.value);
  if (fault === null) return [];
  const at = `${path}.${fault.path}`;
  if (fault.code === 'mention' || fault.code === 'characters') return [{ code: 'not_in_list', path: at }];
  return [{ ...fault, path: at }];
}

function channelProblems(value: unknown, models: readonly string[]): SettingsProblem[] {
  if (!isRecord(value)) return [{ code: 'not_an_object', path: 'channels' }];
  const channels = Object.entries(value);
  if (channels.length > MAX_SET_CHANNELS) {
    return [{ code: 'too_many', path: 'channels', limit: MAX_SET_CHANNELS }];
  }
  return channels.flatMap(([id, settings]): SettingsProblem[] => {
    const path = `channels.${id.slice(0, 20)}`;
    if (!/^\d{1,20}$/.test(id)) return [{ code: 'malformed_id', path }];
    return problemsOf(parseSettings('channel', settings, path), models, path);
  });
}

function problemsOf(
  parsed: Parsed<{ model?: string | null; allowedModels?: string[] }>,
  models: readonly string[],
  path: string,
): SettingsProblem[] {
  return parsed.ok ? unknownModels(parsed.value, models, path) : parsed.problems;
}

/** What has to be written so that everything is as the document says. */
export function planImport(
  { guildId, actor }: { guildId: string; actor: string },
  current: CurrentServer,
  document: SettingsDocument,
): ServerChange {
  const versions = { seenVersion: current.version, newVersion: current.version + 1 };
  const audit: AuditedChange[] = [];
  const note = (scope: AuditedChange['scope'], target: string | null, changes: readonly FieldChange[]) => {
    audit.push(...changes.map((change) => ({ scope, target, ...change })));
  };

  const toServer = changesTo<'server'>(current.server.settings, document.server);
  const server = mergeChange<'server'>(current.server, toServer, versions);
  // What was read is what was seen: nobody can have changed anything since.
  if (server.kind === 'conflict') throw new Error('A change conflicts with what it was read from');
  note('server', null, server.differs);

  const ids = new Set([...current.channels.keys(), ...Object.keys(document.channels)]);
  const channels = [...ids].flatMap((id) => {
    const before = current.channels.get(id) ?? { settings: {}, changedIn: {} };
    const wanted = changesTo<'channel'>(before.settings, document.channels[id] ?? {});
    const merged = mergeChange<'channel'>(before, wanted, versions);
    if (merged.kind === 'conflict' || merged.differs.length === 0) return [];
    note('channel', id, merged.differs);
    return [{ id, settings: merged.settings, changedIn: merged.changedIn }];
  });

  for (const [name, changes] of personaChanges(current.personas, document.personas)) {
    note('persona', name, changes);
  }
  return { guildId, actor, version: current.version, server, channels, personas: document.personas, audit };
}

function personaChanges(
  before: readonly Persona[],
  after: readonly Persona[],
): [name: string, changes: FieldChange[]][] {
  const find = (personas: readonly Persona[], key: string) =>
    personas.find(({ name }) => name.toLowerCase() === key);
  const keys = new Set([...before, ...after].map(({ name }) => name.toLowerCase()));
  return [...keys].flatMap((key): [string, FieldChange[]][] => {
    const [old, made] = [find(before, key), find(after, key)];
    const name = made?.name ?? old?.name ?? key;
    const fields = ['name', 'instructions', 'model', 'temperature', 'greeting', 'avatar'] as const;
    const changes = fields
      .map((field) => ({ field, before: old?.[field] ?? null, after: made?.[field] ?? null }))
      .filter((change) => change.before !== change.after);
    return changes.length === 0 ? [] : [[name, changes]];
  });
}
