/**
 * What the bot has to know of settings before it defers, as Redis holds it: written by the bff, read by the bot. Pure.
 *
 *   llm:settings:<guild>         JSON {version, server, channels: {<channel>: …}}
 *   llm:person:<user>            JSON {version, person}
 *
 * What is missing or cannot be read counts as nothing set, of no version: the bff then writes it anew.
 */
import { isRecord, parseJson } from '../json.ts';
import { readSettings } from './parse.ts';
import type { ChannelSettings, PersonSettings, ServerSettings } from './settings.ts';

export const serverProjectionKey = (guildId: string): string => `llm:settings:${guildId}`;
export const personProjectionKey = (userId: string): string => `llm:person:${userId}`;

/** Asked about by nobody for so long, a server has gone; the next question writes it anew. */
export const PROJECTION_LIFE_MS = 30 * 24 * 3_600_000;

/** The versions that a Worker has seen; absent: Redis did not answer. 0: nothing was ever set, or Redis has lost it. */
export interface SeenVersions {
  server?: number;
  person?: number;
}

export interface ServerProjection {
  version: number;
  server: ServerSettings;
  channels: Record<string, ChannelSettings>;
}

export interface PersonProjection {
  version: number;
  person: PersonSettings;
}

export const NO_SERVER_PROJECTION: ServerProjection = { version: 0, server: {}, channels: {} };
export const NO_PERSON_PROJECTION: PersonProjection = { version: 0, person: {} };

/** What only the model is told, and which model that is, are the bff's affair alone. */
const NOT_PROJECTED: readonly string[] = [
  'instructions',
  'model',
  'allowedModels',
  'toolServers',
  'toolsOff',
  'timeZone',
] satisfies (keyof ServerSettings | keyof PersonSettings)[];

export function writeServerProjection({ version, server, channels }: ServerProjection): string {
  const kept = Object.entries(channels).flatMap(([id, settings]) => {
    const projected = project(settings);
    return Object.keys(projected).length === 0 ? [] : [[id, projected] as const];
  });
  return JSON.stringify({ version, server: project(server), channels: Object.fromEntries(kept) });
}

export function writePersonProjection({ version, person }: PersonProjection): string {
  return JSON.stringify({ version, person: project(person) });
}

export function readServerProjection(text: unknown): ServerProjection {
  const value = typeof text === 'string' ? parseJson(text) : undefined;
  if (!isRecord(value) || !isVersion(value.version)) return NO_SERVER_PROJECTION;
  const channels = isRecord(value.channels) ? value.channels : {};
  return {
    version: value.version,
    server: readSettings('server', value.server),
    channels: Object.fromEntries(
      Object.entries(channels).map(([id, settings]) => [id, readSettings('channel', settings)]),
    ),
  };
}

export function readPersonProjection(text: unknown): PersonProjection {
  const value = typeof text === 'string' ? parseJson(text) : undefined;
  if (!isRecord(value) || !isVersion(value.version)) return NO_PERSON_PROJECTION;
  return { version: value.version, person: readSettings('person', value.person) };
}

function project(settings: object): object {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !NOT_PROJECTED.includes(name)));
}

function isVersion(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
