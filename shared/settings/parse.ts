/** From JSON that somebody else wrote to settings, or to everything that is wrong with it. Pure. */
import { LOCALES } from '../contract/caller.ts';
import { isRecord } from '../json.ts';
import { MAX_VOICE_CHARS } from '../limits.ts';
import { MAX_SERVER_NAME_CHARS } from '../mcp/servers.ts';
import { CATEGORIES } from '../moderation/categories.ts';
import { MODERATION_LEVELS } from '../moderation/level.ts';
import {
  bool,
  type Check,
  integer,
  list,
  nullable,
  number,
  object,
  oneOf,
  type SettingsProblem,
  snowflake,
  text,
  timeZone,
} from './check.ts';
import { MAX_AVATAR_CHARS, MAX_GREETING_CHARS, MAX_TEMPERATURE, type Persona } from './persona.ts';
import {
  type ChannelSettings,
  CONVERSATION_KINDS,
  COST_AUDIENCES,
  MAX_ALLOWED_MODELS,
  MAX_CALLS_PER_MIN,
  MAX_DAILY,
  MAX_INSTRUCTIONS_CHARS,
  MAX_LISTED_CHANNELS,
  MAX_MODEL_CHARS,
  MAX_PERSONA_NAME_CHARS,
  MAX_ROLE_LIMITS,
  MAX_TIME_ZONE_CHARS,
  MAX_TOOL_NAME_CHARS,
  MAX_TOOL_SERVERS,
  MAX_TOOLS_OFF,
  type PersonSettings,
  type Scope,
  type ServerSettings,
  type SettingsOf,
} from './settings.ts';

export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: SettingsProblem[] };

const model = text(MAX_MODEL_CHARS);
const personaName = text(MAX_PERSONA_NAME_CHARS);
const channels = list(snowflake, { max: MAX_LISTED_CHANNELS });
const daily = integer(1, MAX_DAILY);
const voice = text(MAX_VOICE_CHARS);
const level = oneOf(MODERATION_LEVELS);

const CHANNEL_FIELDS = {
  language: oneOf(LOCALES),
  model,
  persona: personaName,
  instructions: text(MAX_INSTRUCTIONS_CHARS),
  privateAnswers: bool,
  conversation: oneOf(CONVERSATION_KINDS),
  memory: bool,
  moderation: object(
    { level, categories: object(Object.fromEntries(CATEGORIES.map((name) => [name, level]))) },
    ['level'],
  ),
  showCosts: oneOf(COST_AUDIENCES),
  showQuestion: bool,
  voice,
} satisfies Record<keyof ChannelSettings, Check>;

const FIELDS = {
  server: {
    ...CHANNEL_FIELDS,
    allowedModels: list(model, { min: 1, max: MAX_ALLOWED_MODELS }),
    answersIn: object({ allow: channels, deny: channels }, ['allow', 'deny']),
    roleLimits: list(
      object(
        {
          roleId: snowflake,
          callsPerMin: integer(1, MAX_CALLS_PER_MIN),
          tokensPerDay: daily,
          microUsdPerDay: daily,
        },
        ['roleId'],
      ),
      { max: MAX_ROLE_LIMITS },
      (limit) => (limit as { roleId: string }).roleId,
    ),
    dailyTokens: daily,
    dailyMicroUsd: daily,
    toolServers: list(text(MAX_SERVER_NAME_CHARS), { max: MAX_TOOL_SERVERS }),
    toolsOff: list(text(MAX_TOOL_NAME_CHARS), { max: MAX_TOOLS_OFF }),
  } satisfies Record<keyof ServerSettings, Check>,
  channel: CHANNEL_FIELDS,
  person: {
    language: CHANNEL_FIELDS.language,
    model,
    persona: personaName,
    timeZone: timeZone(MAX_TIME_ZONE_CHARS),
    voice,
    spokenReplies: bool,
    memory: bool,
  } satisfies Record<keyof PersonSettings, Check>,
};

const PERSONA_FIELDS = {
  name: personaName,
  instructions: text(MAX_INSTRUCTIONS_CHARS),
  model: nullable(model),
  temperature: nullable(number(0, MAX_TEMPERATURE)),
  greeting: nullable(text(MAX_GREETING_CHARS)),
  avatar: nullable(text(MAX_AVATAR_CHARS)),
} satisfies Record<keyof Persona, Check>;

/** What somebody wrote: everything that is wrong, fields that are not known included. `path`: where it stands in a larger value. */
export function parseSettings<In extends Scope>(
  scope: In,
  value: unknown,
  path = '',
): Parsed<SettingsOf[In]> {
  return parsedAs(value, object(FIELDS[scope])(value, path));
}

/** A change: as settings, and null for a field that is to inherit. */
export function parseChanges<In extends Scope>(scope: In, value: unknown): Parsed<ChangesOf<In>> {
  const fields: Record<string, Check> = FIELDS[scope];
  const orNull = Object.fromEntries(Object.entries(fields).map(([name, check]) => [name, nullable(check)]));
  return parsedAs(value, object(orNull)(value, ''));
}

export type ChangesOf<In extends Scope> = { [Field in keyof SettingsOf[In]]?: SettingsOf[In][Field] | null };

/** What a database or Redis holds: a field that is not known, or not as it should be, is left out. */
export function readSettings<In extends Scope>(scope: In, value: unknown): SettingsOf[In] {
  if (!isRecord(value)) return {};
  const fields: Record<string, Check> = FIELDS[scope];
  const known = Object.entries(value).filter(
    ([name, each]) => Object.hasOwn(fields, name) && fields[name]?.(each, name).length === 0,
  );
  return Object.fromEntries(known) as SettingsOf[In];
}

export function parsePersona(value: unknown, path = ''): Parsed<Persona> {
  return parsedAs(value, object(PERSONA_FIELDS, Object.keys(PERSONA_FIELDS))(value, path));
}

function parsedAs<T>(value: unknown, problems: SettingsProblem[]): Parsed<T> {
  return problems.length === 0 ? { ok: true, value: value as T } : { ok: false, problems };
}
