/** Starts what stands in for the outside services that `.dev.vars` does not name. */
import { join } from 'node:path';
import type { DiscordFaults } from '../discord/discord-faults.ts';
import { startDiscordStandIn } from '../discord/server.ts';
import { startEverythingServer } from '../mcp/everything.ts';
import type { NeonAddresses, NeonStandIn } from '../neon/server.ts';
import { startOpenAiStandIn } from '../openai/server.ts';
import { startSearchStandIn } from '../search/server.ts';
import type { SpeechEngines } from '../speech/engines.ts';
import { startUpstashStandIn } from '../upstash/server.ts';
import type { DevKeys } from './keys.ts';
import { beginMigratedNeon } from './migrated-neon.ts';
import type { Part, Ports } from './ports.ts';
import type { StackSettings } from './settings.ts';
import type { StandIns } from './stand-ins.ts';

export interface StandInOptions {
  /** Where state and keys are kept; absent: nothing survives `close`. */
  dataDir?: string;
  /** How the offline model types: like a real one, or at once. */
  pace?: 'realistic' | 'instant';
  discordFaults?: DiscordFaults;
  /** What hears offline is loaded in the background. */
  warmsUp?: boolean;
  redis?: 'auto' | 'redis-server' | 'valkey';
  /** For tests: a migrated database that others close. */
  neon?: NeonStandIn;
  /** For tests: in place of the engines that hear and speak. */
  speech?: SpeechEngines;
}

/** Each null where the real service is used, or nothing stands in. */
export type BegunStandIns = {
  [Name in Exclude<keyof StandIns, 'neon'>]: Promise<NonNullable<StandIns[Name]>> | null;
} & {
  neon: {
    /** Known before it is open. */
    addresses: Promise<NeonAddresses>;
    opened: Promise<NeonStandIn>;
  } | null;
};

/** Is given each part that has started. */
export type Track = <T extends { close(): Promise<void> }>(part: T) => T;

export function beginStandIns(
  settings: StackSettings,
  options: StandInOptions,
  { ports, keys, track }: { ports: Ports; keys: DevKeys; track: Track },
): BegunStandIns {
  return {
    // The slowest part: the Workers start beside it.
    neon: beginNeon(settings, options, { port: ports.neon, track }),
    openai: isStoodInFor('openai', settings)
      ? startOpenAiStandIn({
          port: ports.openai,
          apiKey: keys.openaiApiKey,
          pace: options.pace ?? 'realistic',
          warmsUp: options.warmsUp === true,
          ...(settings.targets === undefined ? {} : { targets: settings.targets }),
          ...(options.speech === undefined ? {} : { engines: options.speech }),
        }).then(track)
      : null,
    upstash: isStoodInFor('upstash', settings)
      ? startUpstashStandIn({
          port: ports.upstash,
          token: keys.upstashToken,
          backend: options.redis ?? 'auto',
          ...inDataDir(options, 'redis'),
        }).then(track)
      : null,
    discord: isStoodInFor('discord', settings)
      ? startDiscordStandIn({
          port: ports.discord,
          applicationId: keys.applicationId,
          botToken: keys.botToken,
          publicKey: keys.discordPublicKey,
          privateKeyPkcs8: keys.discordPrivateKey,
          ...(options.discordFaults === undefined ? {} : { faults: options.discordFaults }),
          ...inDataDir(options, 'discord'),
        }).then(track)
      : null,
    search: isStoodInFor('search', settings) ? startSearchStandIn({ port: ports.search }).then(track) : null,
    mcp: isStoodInFor('mcp', settings) ? startEverythingServer({ port: ports.mcp }).then(track) : null,
  };
}

function beginNeon(
  { database }: StackSettings,
  options: StandInOptions,
  { port, track }: { port: number; track: Track },
): BegunStandIns['neon'] {
  const { neon } = options;
  if (neon !== undefined) return { addresses: Promise.resolve(neon), opened: Promise.resolve(neon) };
  if (database?.kind === 'neon') return null;
  const { listening, opened } = beginMigratedNeon({
    port,
    ...(database === undefined ? inDataDir(options, 'postgres') : { postgresUrl: database.url }),
  });
  const tracked = opened.then(track);
  // It is waited for later. A PostgreSQL that is away may be known before, and must not end the process from here.
  tracked.catch(() => undefined);
  return { addresses: listening, opened: tracked };
}

export const STAND_INS = ['discord', 'openai', 'upstash', 'neon', 'search', 'mcp'] as const satisfies Part[];

export function isStoodInFor(
  service: (typeof STAND_INS)[number],
  { discord, openai, catalogue, upstash, database, searchStandIn, mcpStandIn }: StackSettings,
): boolean {
  switch (service) {
    case 'discord':
      return discord === undefined;
    case 'openai':
      return openai === undefined && catalogue === undefined;
    case 'upstash':
      return upstash === undefined;
    case 'neon':
      return database?.kind !== 'neon';
    case 'search':
      return searchStandIn === true;
    case 'mcp':
      return mcpStandIn === true;
  }
}

function inDataDir({ dataDir }: StandInOptions, folder: string): { dataDir?: string } {
  return dataDir === undefined ? {} : { dataDir: join(dataDir, folder) };
}
