/** What is asked of Redis on a command line, and how its reply is shown. Pure. */

export type RedisWish =
  | { kind: 'help' }
  | { kind: 'command'; command: readonly string[] }
  | { kind: 'scan'; pattern: string };

/** redis-cli's own `--scan --pattern P` is understood too. */
export function parseRedisArguments(words: readonly string[]): RedisWish {
  const [first, ...rest] = words;
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'help' };
  if (first === '--scan') return { kind: 'scan', pattern: rest.find((word) => word !== '--pattern') ?? '*' };
  if (first.startsWith('-')) throw new Error(`There is no option ${first}. --help shows what there is.`);
  return { kind: 'command', command: words };
}

/** One value a line, as redis-cli prints into a pipe. */
export function formatReply(reply: unknown): string {
  if (reply === null || reply === undefined) return '(nil)';
  if (Array.isArray(reply)) return reply.length === 0 ? '(empty)' : reply.map(formatReply).join('\n');
  return typeof reply === 'object' ? JSON.stringify(reply) : String(reply);
}
