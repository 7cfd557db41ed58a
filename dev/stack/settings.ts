/**
 * Reads `.dev.vars` and decides, part by part, whether the real service or its stand-in is used.
 * Pure: takes the file's text. Problems name variables, never values.
 */
import type { Catalogue } from '../../shared/catalogue/catalogue.ts';
import { formatProblem, parseCatalogue } from '../../shared/catalogue/parse.ts';
import { splitCatalogue } from '../../shared/catalogue/read.ts';
import { splitVariable } from '../../shared/config/split-variable.ts';
import { parseJson } from '../../shared/json.ts';
import { MCP_SERVERS_VARIABLE, type McpServer, parseMcpServers } from '../../shared/mcp/servers.ts';
import { nearest } from '../../shared/text/nearest.ts';
import type { ForwardTargets } from '../openai/forward.ts';
import { findUnreadableLines, parseVars, withoutMark } from './env-lines.ts';
import { refusedByWorkers } from './refused-by-workers.ts';
import { TUNABLE } from './tunable.ts';

/** In the project's root; there need be none. See docs/gateway.md. */
export const CATALOGUE_FILE = 'catalogue.json';

export interface StackSettings {
  /** Present: the real service. Absent: the stand-in. */
  discord?: { applicationId: string; publicKey: string; botToken: string };
  openai?: { apiKey: string; baseUrl: string };
  upstash?: { url: string; token: string };
  /** `neon`: Neon's own HTTP endpoint. `postgres`: the HTTP front stands before a PostgreSQL that you run. */
  database?: { kind: 'neon' | 'postgres'; url: string };
  /** From catalogue.json: it takes the place of `openai` and of the variables that name models. */
  catalogue?: { variables: Record<string, string>; keys: Record<string, string>; catalogue: Catalogue };
  /** Present: a stand-in finds pages, as Brave would. */
  searchStandIn?: true;
  /** From MCP_SERVERS, and the secrets that it names. */
  mcp?: { variables: Record<string, string>; secrets: Record<string, string>; servers: McpServer[] };
  /** Present: the protocol's reference server is the one that is allowed. */
  mcpStandIn?: true;
  /** Real servers in the place of the OpenAI stand-in's engines. */
  targets?: ForwardTargets;
  /** Everything else that was set, handed to the Workers that declare it. */
  overrides: Record<string, string>;
}

export class DevVarsError extends Error {
  constructor(problems: readonly string[], file = '.dev.vars') {
    super(`${file} needs a correction:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'DevVarsError';
  }
}

/** Each passes one kind of request on to a server of one's own; they mean nothing where no stand-in runs. */
const TARGETS = ['WHISPER_BASE_URL', 'TTS_BASE_URL', 'EMBEDDINGS_BASE_URL'] as const;

export interface CatalogueFile {
  /** What catalogue.json holds; undefined when there is none. */
  text: string | undefined;
  /** False where nobody asks a provider: its keys are then not needed here. */
  needsKeys: boolean;
}

/** `source`: the name of the file, for what is said of it. `given`: what takes the place of its own. */
export function parseDevVars(
  text: string,
  file?: CatalogueFile,
  source = '.dev.vars',
  given: Readonly<Record<string, string>> = {},
): StackSettings {
  const problems = findUnreadableLines(text);
  const variables = new Map<string, string>();
  for (const [name, value] of Object.entries({ ...parseVars(text), ...given })) {
    // An empty fallback is a wish: none.
    const isSet = value !== undefined && (value.trim() !== '' || name === 'FALLBACK_LLM_MODEL');
    if (isSet) variables.set(name, value.trim());
  }

  const unread: Unread = { variables, problems };
  const settings: StackSettings = { overrides: {} };
  setParts(settings, { discord: readDiscord(unread) });
  if (file?.text !== undefined) {
    const read = readCatalogueFile(file.text, variables, file.needsKeys);
    problems.push(...read.problems);
    if (read.catalogue !== undefined) settings.catalogue = read.catalogue;
  }
  setParts(settings, {
    openai: readOpenai(unread),
    targets: readTargets(unread),
    searchStandIn: readStandIn(unread, 'SEARCH_STAND_IN', 'SEARCH_PROVIDER'),
    mcpStandIn: readStandIn(unread, 'MCP_STAND_IN', MCP_SERVERS_VARIABLE),
  });

  const mcpServers = take(unread, MCP_SERVERS_VARIABLE);
  if (mcpServers !== undefined) {
    const read = readMcpVariable(mcpServers, variables);
    problems.push(...read.problems);
    if (read.mcp !== undefined) settings.mcp = read.mcp;
  }
  setParts(settings, { upstash: readUpstash(unread), database: readDatabase(unread) });

  for (const [name, value] of variables) {
    if (TUNABLE.has(name)) settings.overrides[name] = value;
    else problems.push(describeUnknown(name));
  }
  problems.push(...refusedByWorkers(settings, problems.length > 0 || file?.needsKeys === false));

  if (problems.length > 0) throw new DevVarsError(problems, source);
  return settings;
}

type Parts = { [Part in keyof StackSettings]?: StackSettings[Part] | undefined };

/** An absent part stays absent: its stand-in takes its place. */
function setParts(settings: StackSettings, parts: Parts): void {
  for (const [part, value] of Object.entries(parts)) {
    if (value !== undefined) Object.assign(settings, { [part]: value });
  }
}

/** What is set and no part has taken yet, and what is wrong with the rest. */
interface Unread {
  variables: Map<string, string>;
  problems: string[];
}

/** fetch refuses one with a password in it, in words that show the password. */
const HTTP_URL = {
  pattern: {
    test: (value: string) => {
      const url = URL.parse(value);
      return /^https?:\/\/\S+$/.test(value) && url !== null && url.username === '' && url.password === '';
    },
  },
  form: 'an http(s) URL without a password',
};

/** What a header can hold. */
const KEY = { pattern: /^[\x21-\x7e]+$/, form: 'a key: one character or more, ASCII, without spaces' };

function take({ variables }: Unread, name: string): string | undefined {
  const value = variables.get(name);
  variables.delete(name);
  return value;
}

/** All of a part's variables or none: half a configuration is a mistake, not a wish for the stand-in. */
function allOrNone<Name extends string>(
  unread: Unread,
  forms: Record<Name, { pattern: Pick<RegExp, 'test'>; form: string }>,
): Record<Name, string> | undefined {
  const names = Object.keys(forms) as Name[];
  const set = names.filter((name) => unread.variables.has(name));
  if (set.length === 0) return undefined;
  const values = {} as Record<Name, string>;
  for (const name of names) {
    const value = take(unread, name);
    if (value === undefined) unread.problems.push(`${name} is missing (${set.join(', ')} is set)`);
    else if (!forms[name].pattern.test(value)) unread.problems.push(`${name} must be ${forms[name].form}`);
    else values[name] = value;
  }
  return values;
}

function readDiscord(unread: Unread): StackSettings['discord'] {
  const set = allOrNone(unread, {
    DISCORD_APPLICATION_ID: { pattern: /^\d{17,20}$/, form: 'a snowflake (17 to 20 digits)' },
    DISCORD_PUBLIC_KEY: { pattern: /^[0-9a-fA-F]{64}$/, form: '64 hexadecimal digits' },
    DISCORD_BOT_TOKEN: {
      pattern: /^[\w-]+\.[\w-]+\.[\w-]+$/,
      form: 'a bot token (three parts joined by dots)',
    },
  });
  return (
    set && {
      applicationId: set.DISCORD_APPLICATION_ID,
      publicKey: set.DISCORD_PUBLIC_KEY,
      botToken: set.DISCORD_BOT_TOKEN,
    }
  );
}

function readOpenai(unread: Unread): StackSettings['openai'] {
  const baseUrl = take(unread, 'OPENAI_BASE_URL');
  const set = allOrNone(unread, {
    OPENAI_API_KEY: KEY,
  });
  if (baseUrl !== undefined && !HTTP_URL.pattern.test(baseUrl))
    unread.problems.push(`OPENAI_BASE_URL must be ${HTTP_URL.form}`);
  if (baseUrl !== undefined && set === undefined)
    unread.problems.push('OPENAI_API_KEY is missing (OPENAI_BASE_URL is set)');
  return set && { apiKey: set.OPENAI_API_KEY, baseUrl: baseUrl ?? 'https://api.openai.com/v1' };
}

function readTargets(unread: Unread): ForwardTargets | undefined {
  const targets: ForwardTargets = {};
  for (const name of TARGETS) {
    const url = take(unread, name);
    if (url === undefined) continue;
    if (!HTTP_URL.pattern.test(url)) unread.problems.push(`${name} must be ${HTTP_URL.form}`);
    targets[name] = url;
  }
  return Object.keys(targets).length > 0 ? targets : undefined;
}

/** `inPlaceOf`: the variable that names the real service. */
function readStandIn(unread: Unread, name: string, inPlaceOf: string): true | undefined {
  const value = take(unread, name);
  if (value === 'on' && unread.variables.has(inPlaceOf))
    unread.problems.push(`${name} takes the place of ${inPlaceOf}: set one of them`);
  if (value !== undefined && value !== 'on' && value !== 'off')
    unread.problems.push(`${name} must be on or off`);
  return value === 'on' ? true : undefined;
}

function readUpstash(unread: Unread): StackSettings['upstash'] {
  const set = allOrNone(unread, {
    UPSTASH_REDIS_REST_URL: HTTP_URL,
    UPSTASH_REDIS_REST_TOKEN: KEY,
  });
  return set && { url: set.UPSTASH_REDIS_REST_URL, token: set.UPSTASH_REDIS_REST_TOKEN };
}

function readDatabase(unread: Unread): StackSettings['database'] {
  const set = allOrNone(unread, {
    DATABASE_URL: {
      pattern: /^postgres(ql)?(\+asyncpg)?:\/\/[^\s/]+/,
      form: 'a URL that begins with postgres://, postgresql:// or postgresql+asyncpg:// and names a host',
    },
  });
  // Without its value it was malformed, which has been noted.
  if (set?.DATABASE_URL === undefined) return undefined;
  const url = set.DATABASE_URL.replace(/^postgres(ql)?(\+asyncpg)?:/, 'postgresql:');
  const isNeon = URL.canParse(url) && new URL(url).hostname.endsWith('.neon.tech');
  return { kind: isNeon ? 'neon' : 'postgres', url };
}

/** Those that are no tunable: each is taken out where its part is read. */
const PART_VARIABLES = [
  ...[
    'DISCORD_APPLICATION_ID',
    'DISCORD_PUBLIC_KEY',
    'DISCORD_BOT_TOKEN',
    'OPENAI_API_KEY',
    'OPENAI_BASE_URL',
  ],
  ...['SEARCH_STAND_IN', 'MCP_STAND_IN', MCP_SERVERS_VARIABLE, 'DATABASE_URL'],
  ...['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN', ...TARGETS],
];

function describeUnknown(name: string): string {
  const meant = nearest(name.toUpperCase(), [...PART_VARIABLES, ...TUNABLE]);
  return `${name} is not a variable of Libra${meant === undefined ? ' (see .dev.vars.example)' : `: is ${meant} meant?`}`;
}

/** The keys that it names are taken out of `variables`. */
function readCatalogueFile(
  text: string,
  variables: Map<string, string>,
  needsKeys: boolean,
): { problems: string[]; catalogue?: NonNullable<StackSettings['catalogue']> } {
  const value = parseJson(withoutMark(text));
  if (value === undefined) return { problems: [`${CATALOGUE_FILE}: is not JSON`] };
  const parsed = parseCatalogue(value);
  if (!parsed.ok)
    return { problems: parsed.problems.map((problem) => formatProblem(problem, CATALOGUE_FILE)) };
  const { catalogue } = parsed;
  const keys: Record<string, string> = {};
  const problems: string[] = [];
  for (const [index, { keyVariable }] of catalogue.providers.entries()) {
    if (keyVariable === null || keyVariable in keys) continue;
    const key = variables.get(keyVariable);
    if (key !== undefined) keys[keyVariable] = key;
    else if (needsKeys) {
      problems.push(`${CATALOGUE_FILE}: providers[${index}].key names ${keyVariable}, which is missing`);
    }
  }
  for (const name of Object.keys(keys)) variables.delete(name);
  return { problems, catalogue: { catalogue, keys, variables: splitCatalogue(value) } };
}

/** The secrets that it names are taken out of `variables`. */
function readMcpVariable(
  text: string,
  variables: Map<string, string>,
): { problems: string[]; mcp?: NonNullable<StackSettings['mcp']> } {
  const value = parseJson(text);
  if (value === undefined) return { problems: [`${MCP_SERVERS_VARIABLE} is not JSON`] };
  const parsed = parseMcpServers(value);
  if (!parsed.ok) return { problems: parsed.problems.map((problem) => `${MCP_SERVERS_VARIABLE}${problem}`) };
  const secrets: Record<string, string> = {};
  for (const { header } of parsed.servers) {
    const secret = header === null ? undefined : variables.get(header.secretVariable);
    // What is missing is named by the Worker's own configuration.
    if (header !== null && secret !== undefined) secrets[header.secretVariable] = secret;
  }
  for (const name of Object.keys(secrets)) variables.delete(name);
  const mcp = { variables: splitVariable(MCP_SERVERS_VARIABLE, value), secrets, servers: parsed.servers };
  return { problems: [], mcp };
}
