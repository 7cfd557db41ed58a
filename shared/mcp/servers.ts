/**
 * The MCP servers that the operator allows: what `MCP_SERVERS` holds, parsed and checked. Pure. Problems name places, never values.
 *
 *   [{"name": "docs", "url": "https://mcp.example.com/mcp", "header": {"name": "authorization", "secret": "MCP_DOCS_KEY"},
 *     "tools": {"search": "read", "create_page": "write", "*": "off"}}]
 */
import { isPublicHost } from '../http/public-url.ts';
import { isRecord } from '../json.ts';

export interface McpServer {
  /** First part of its tools' names. */
  name: string;
  url: string;
  /** A header of each request; its whole value is in the secret variable of this name. */
  header: { name: string; secretVariable: string } | null;
  /** By the server's own name of a tool; `*` for those that are not named. What is neither named nor covered does not exist. */
  tools: ReadonlyMap<string, ToolRight>;
}

export const TOOL_RIGHTS = ['read', 'write', 'off'] as const;
export type ToolRight = (typeof TOOL_RIGHTS)[number];

export const EVERY_OTHER_TOOL = '*';
/** A select of Discord holds them all. */
export const MAX_MCP_SERVERS = 20;
/** A tool's own name still fits behind it: OpenAI allows 64 characters. */
export const MAX_SERVER_NAME_CHARS = 16;
const MAX_NAMED_TOOLS = 200;
const MAX_TOOL_NAME_CHARS = 128;
const MAX_URL_CHARS = 1_000;

export const SERVER_NAME = /^[a-z][a-z0-9]{0,15}$/;
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;
/** Beginning with `MCP_`, so that no entry can send another secret of the Worker to a server. */
const SECRET_VARIABLE = /^MCP_[A-Z0-9_]{1,60}$/;
/** The transport's own. */
const TAKEN_HEADERS =
  /^(accept|connection|content-.*|host|mcp-(method|name|protocol-version|session-id)|te|trailer|transfer-encoding|upgrade)$/i;

export type ParsedServers = { ok: true; servers: McpServer[] } | { ok: false; problems: string[] };

export function parseMcpServers(value: unknown): ParsedServers {
  if (!Array.isArray(value)) return { ok: false, problems: ['must be a list of servers'] };
  const problems: string[] = [];
  if (value.length > MAX_MCP_SERVERS) problems.push(`may name at most ${MAX_MCP_SERVERS} servers`);
  const servers = value.slice(0, MAX_MCP_SERVERS).map((entry, index) => {
    const say = (problem: string) => problems.push(`[${index}]${problem}`);
    return parseServer(entry, say);
  });
  const names = servers.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (name !== '' && names.indexOf(name) < index) problems.push(`[${index}].name is there twice`);
  }
  return problems.length === 0 ? { ok: true, servers } : { ok: false, problems };
}

type Say = (problem: string) => void;

const KNOWN_FIELDS = ['name', 'url', 'header', 'tools'];

function parseServer(entry: unknown, say: Say): McpServer {
  const server: McpServer = { name: '', url: '', header: null, tools: new Map() };
  if (!isRecord(entry)) {
    say(' must be an object');
    return server;
  }
  for (const field of Object.keys(entry)) {
    if (!KNOWN_FIELDS.includes(field)) say(' has a field that is not known');
  }
  const { name, url, header } = entry;
  if (typeof name === 'string' && SERVER_NAME.test(name)) server.name = name;
  else say(`.name must be 1 to ${MAX_SERVER_NAME_CHARS} of a-z and 0-9, a letter first`);
  if (header !== undefined) server.header = parseHeader(header, say);
  server.url = parseUrl(url, server.header !== null, say);
  server.tools = parseTools(entry.tools, say);
  return server;
}

/** The operator's word is enough for a private address; a secret goes to a public one over TLS alone. */
function parseUrl(url: unknown, hasSecret: boolean, say: Say): string {
  const parsed = typeof url === 'string' && url.length <= MAX_URL_CHARS ? URL.parse(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    say('.url must be an absolute http(s) URL');
    return '';
  }
  if (parsed.username !== '' || parsed.password !== '') say('.url may hold no credentials: use header');
  if (parsed.hash !== '') say('.url may hold no fragment');
  if (hasSecret && parsed.protocol === 'http:' && isPublicHost(parsed.hostname)) {
    say('.url must be https, since a secret is sent there');
  }
  return parsed.href;
}

function parseHeader(header: unknown, say: Say): McpServer['header'] {
  if (!isRecord(header) || Object.keys(header).some((field) => field !== 'name' && field !== 'secret')) {
    say('.header must be {"name", "secret"}');
    return null;
  }
  const { name, secret } = header;
  const isName = typeof name === 'string' && HEADER_NAME.test(name) && !TAKEN_HEADERS.test(name);
  if (!isName) say('.header.name must be the name of a header that is not the transport’s own');
  const isSecret = typeof secret === 'string' && SECRET_VARIABLE.test(secret) && !isServersVariable(secret);
  if (!isSecret) say('.header.secret must be the name of a variable that begins with MCP_');
  return isName && isSecret ? { name, secretVariable: secret } : null;
}

export const MCP_SERVERS_VARIABLE = 'MCP_SERVERS';

function isServersVariable(name: string): boolean {
  return /^MCP_SERVERS(_\d+)?$/.test(name);
}

function parseTools(tools: unknown, say: Say): Map<string, ToolRight> {
  if (!isRecord(tools) || Object.keys(tools).length === 0) {
    say('.tools must name at least one tool, or "*"');
    return new Map();
  }
  const entries = Object.entries(tools);
  if (entries.length > MAX_NAMED_TOOLS) say(`.tools may name at most ${MAX_NAMED_TOOLS}`);
  const rights = new Map<string, ToolRight>();
  for (const [name, right] of entries.slice(0, MAX_NAMED_TOOLS)) {
    const known = TOOL_RIGHTS.find((each) => each === right);
    if (known === undefined) say(`.tools: each is one of ${TOOL_RIGHTS.join(', ')}`);
    else if (name === '' || name.length > MAX_TOOL_NAME_CHARS) say('.tools has a name of the wrong length');
    else rights.set(name, known);
  }
  return rights;
}

/** What a server says of its tool. */
export interface ToolHints {
  readOnlyHint?: boolean | undefined;
  destructiveHint?: boolean | undefined;
}

/**
 * Null: the tool does not exist for Libra. What the operator says by name holds; of a tool that only `*` covers, the server's own
 * hints can make a read a write, never a write a read.
 */
export function rightOf(
  { tools }: Pick<McpServer, 'tools'>,
  name: string,
  { readOnlyHint, destructiveHint }: ToolHints,
): 'read' | 'write' | null {
  const named = tools.get(name);
  const right = named ?? tools.get(EVERY_OTHER_TOOL) ?? 'off';
  if (right === 'off' || name === EVERY_OTHER_TOOL) return null;
  const saysItWrites = readOnlyHint === false || destructiveHint === true;
  return named === undefined && saysItWrites ? 'write' : right;
}
