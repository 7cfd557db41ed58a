/** What the start-up table says of each part. */
import type { ForwardTargets } from '../openai/forward.ts';
import type { StackSettings } from './settings.ts';
import type { StandIns } from './stand-ins.ts';
import type { RunningWorkers } from './workers.ts';

/** One row of the start-up table. */
export interface PartReport {
  part: string;
  address: string;
  real: boolean;
  what: string;
}

export function describeParts(
  settings: StackSettings,
  standIns: StandIns,
  workers: RunningWorkers,
): PartReport[] {
  const { discord, openai, upstash, neon, search } = standIns;
  return [
    { part: 'bot Worker', address: workers.botUrl, real: true, what: 'workerd' },
    {
      part: 'bff Worker',
      address: `${workers.bffUrl}/v1`,
      real: true,
      what: 'workerd, OpenAI-compatible API',
    },
    { part: 'voice Worker', address: workers.voiceUrl, real: true, what: 'workerd, the page of /talk' },
    ...(workers.consoleUrl === null
      ? []
      : [
          {
            part: 'console Worker',
            address: `${workers.consoleUrl}/console`,
            real: true,
            what: 'for operators: sign in with the key below',
          },
        ]),
    { part: 'llm Worker', address: '(no public address)', real: true, what: 'workerd, bound to bff' },
    discord === null
      ? { part: 'Discord', address: 'https://discord.com', real: true, what: 'your application' }
      : {
          part: 'Discord',
          address: discord.url,
          real: false,
          what: 'open this page and type /chat',
        },
    openai === null
      ? describeProvider(settings)
      : {
          part: 'model provider',
          address: openai.url,
          real: false,
          what: 'an offline model, no AI; lexical embeddings',
        },
    ...describeSpeech(settings, openai?.url),
    ...describeTargets(settings, openai !== null),
    upstash === null
      ? { part: 'Upstash Redis', address: settings.upstash?.url ?? '', real: true, what: 'your database' }
      : {
          part: 'Upstash Redis',
          address: upstash.url,
          real: false,
          what: `REST front over ${upstash.backend}`,
        },
    neon === null
      ? {
          part: 'Neon Postgres',
          address: new URL(settings.database?.url ?? '').host,
          real: true,
          what: 'your database',
        }
      : {
          part: 'Neon Postgres',
          address: neon.httpUrl,
          real: false,
          what: `HTTP front over ${neon.backend}`,
        },
    ...describeSearch(settings, search?.url),
    ...describeMcp(settings, standIns.mcp?.url),
  ];
}

/** What hears and speaks where no server of one's own does; neither is there before its first use. */
function describeSpeech({ targets = {} }: StackSettings, url: string | undefined): PartReport[] {
  if (url === undefined) return [];
  const engines = [
    ...(targets.WHISPER_BASE_URL === undefined ? ['hears English (Moonshine tiny)'] : []),
    ...(targets.TTS_BASE_URL === undefined ? ['speaks (espeak-ng)'] : []),
  ];
  if (engines.length === 0) return [];
  const what = `${engines.join(', ')}; fetched on first use; of Korean it knows what it has spoken`;
  return [{ part: 'speech engines', address: url, real: false, what }];
}

/** No row where the web is not searched. */
function describeSearch({ overrides }: StackSettings, standInUrl: string | undefined): PartReport[] {
  const part = 'web search';
  if (standInUrl !== undefined) return [{ part, address: standInUrl, real: false, what: 'a few pages' }];
  const { SEARCH_PROVIDER: provider = 'none', SEARCH_BASE_URL: address = '' } = overrides;
  return provider === 'none' ? [] : [{ part, address, real: true, what: provider }];
}

/** No row where there are none. */
function describeMcp({ mcp }: StackSettings, standInUrl: string | undefined): PartReport[] {
  const part = 'MCP servers';
  const worker = {
    part: 'mcp Worker',
    address: '(no public address)',
    real: true,
    what: 'workerd, bound to bff',
  };
  if (standInUrl !== undefined) {
    return [
      worker,
      { part, address: standInUrl, real: false, what: 'the reference server: /tools switches it on' },
    ];
  }
  if (mcp === undefined || mcp.servers.length === 0) return [];
  return [
    worker,
    {
      part,
      address: mcp.servers.map(({ name }) => name).join(', '),
      real: true,
      what: 'yours (MCP_SERVERS)',
    },
  ];
}

/** Servers that the OpenAI stand-in passes requests on to. */
function describeTargets({ targets = {} }: StackSettings, isUsed: boolean): PartReport[] {
  return Object.entries(targets).map(([variable, address]) => ({
    part: TARGET_PARTS[variable as keyof ForwardTargets],
    address,
    real: isUsed,
    what: isUsed ? `your server (${variable})` : `not used: ${variable} is for the offline model`,
  }));
}

const TARGET_PARTS: Record<keyof ForwardTargets, string> = {
  WHISPER_BASE_URL: 'transcription',
  TTS_BASE_URL: 'speech',
  EMBEDDINGS_BASE_URL: 'embeddings',
};

function describeProvider({ openai, catalogue }: StackSettings): PartReport {
  const part = { part: 'model provider', real: true };
  if (catalogue === undefined) return { ...part, address: openai?.baseUrl ?? '', what: 'your provider' };
  const { providers } = catalogue.catalogue;
  return { ...part, address: providers.map(({ name }) => name).join(', '), what: 'as catalogue.json says' };
}
