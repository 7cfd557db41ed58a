/**
 * Upstash's own script flag, hidden from a stock Redis.
 *
 * `@upstash/ratelimit` begins its scripts with `#!lua flags=allow-key-locking`. Stock Redis refuses that flag, so it is
 * taken out, and with it the script's SHA-1 changes: EVALSHA of the hash that the client knows becomes EVALSHA of the
 * hash that Redis knows. Pure but for the map of hashes that it keeps.
 */
import { createHash } from 'node:crypto';

const KEY_LOCKING = 'allow-key-locking';

export interface ScriptTranslator {
  /** The command as the stock Redis understands it. Commands without scripts pass unchanged. */
  translate(command: readonly string[]): readonly string[];
  /** What the client expects in place of Redis' own answer: SCRIPT LOAD answers with the hash of the script it sent. */
  originalHash(command: readonly string[]): string | null;
}

export function createScriptTranslator(): ScriptTranslator {
  const stockHashes = new Map<string, string>();

  function register(script: string): string {
    const stock = stripKeyLocking(script);
    if (stock !== script) stockHashes.set(sha1(script), sha1(stock));
    return stock;
  }
  const toStockHash = (hash: string): string => stockHashes.get(hash.toLowerCase()) ?? hash;

  return {
    translate(command) {
      const [name = '', first = '', ...rest] = command;
      switch (name.toUpperCase()) {
        case 'EVAL':
        case 'EVAL_RO':
          return [name, register(first), ...rest];
        case 'EVALSHA':
        case 'EVALSHA_RO':
          return [name, toStockHash(first), ...rest];
        case 'SCRIPT':
          if (first.toUpperCase() === 'LOAD') return [name, first, ...rest.map(register)];
          if (first.toUpperCase() === 'EXISTS') return [name, first, ...rest.map(toStockHash)];
          return command;
        default:
          return command;
      }
    },
    originalHash(command) {
      const [name = '', sub = '', script] = command;
      const isLoad = name.toUpperCase() === 'SCRIPT' && sub.toUpperCase() === 'LOAD';
      return isLoad && script !== undefined ? sha1(script) : null;
    },
  };
}

/** Removes the flag from the first line; a first line that then says nothing goes too (older servers cannot read it),
 *  but its line break stays, so that line numbers in errors are still right. */
export function stripKeyLocking(script: string): string {
  const firstLine = /^#!lua[^\n]*/.exec(script)?.[0];
  if (firstLine === undefined || !firstLine.includes(KEY_LOCKING)) return script;
  const words = firstLine.split(/\s+/).map((word) => {
    if (!word.startsWith('flags=')) return word;
    const flags = word.slice('flags='.length).split(',');
    return `flags=${flags.filter((flag) => flag !== KEY_LOCKING).join(',')}`;
  });
  const kept = words.filter((word) => word !== 'flags=' && word !== '');
  const stockLine = kept.length === 1 ? '' : kept.join(' ');
  return stockLine + script.slice(firstLine.length);
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
