/**
 * What the model calls the arguments of an MCP server's tool: `filter[name]` and `$top` are names that Anthropic refuses the whole
 * request for. Of those inside an argument nobody has complained. Pure.
 */
import { isRecord, type JsonRecord } from '../../../../shared/json.ts';
import { MAX_NAME_CHARS, withHash } from './name.ts';

export interface NamedArguments {
  parameters: JsonRecord;
  /** The server's own names for what the model has given. */
  toServer(args: JsonRecord): JsonRecord;
}

export function nameArguments(parameters: JsonRecord): NamedArguments {
  const { properties, required } = parameters;
  const own = isRecord(properties) ? Object.keys(properties) : [];
  const names = new Set(own.filter((name) => name === allowed(name)));
  const changed = own.filter((name) => !names.has(name));
  if (!isRecord(properties) || changed.length === 0) return { parameters, toServer: (args) => args };
  const shown = new Map<string, string>();
  for (const name of changed) {
    const plain = allowed(name);
    shown.set(name, names.has(plain) ? withHash(plain, name) : plain);
    names.add(plain);
  }
  const back = new Map([...shown].map(([name, other]) => [other, name]));
  return {
    parameters: {
      ...parameters,
      properties: rename(properties, shown),
      ...(Array.isArray(required) ? { required: required.map((name) => shown.get(name) ?? name) } : {}),
    },
    toServer: (args) => rename(args, back),
  };
}

function allowed(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_.-]/g, '_').slice(0, MAX_NAME_CHARS);
}

function rename(record: JsonRecord, names: ReadonlyMap<string, string>): JsonRecord {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [names.get(name) ?? name, value]));
}
