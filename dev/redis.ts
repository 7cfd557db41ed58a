/** `npm run redis`: one command to whatever Redis is used: the embedded one, a `redis-server`, or Upstash's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatReply, parseRedisArguments, type RedisWish } from './redis/command.ts';
import { PROJECT_ROOT } from './stack/build.ts';
import { readOperatorVars } from './stack/dev-vars.ts';
import { chosenEnvironment, DEVELOPMENT, varsFileOf } from './stack/environments.ts';
import { explain } from './stack/explain.ts';
import { jsonAnswer } from './stack/json-answer.ts';
import type { DevKeys } from './stack/keys.ts';
import { readRunning } from './stack/running.ts';
import { goOnUnread } from './stack/unread-output.ts';

const HELP = `One command to the Redis that Libra uses, as redis-cli takes it.

  npm run -s redis -- GET mute:1300000000000000301
  npm run -s redis -- HGETALL "llm:spent:$(date -u +%F):all"
  npm run -s redis -- --scan 'llm:*'                    the names of keys, one a line

Of the stack that npm start runs; with LIBRA_ENV=production that of .production.vars.`;

goOnUnread();
try {
  const wish = parseRedisArguments(process.argv.slice(2));
  if (wish.kind === 'help') console.log(HELP);
  else await run(wish);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function run(wish: Exclude<RedisWish, { kind: 'help' }>): Promise<void> {
  const send = createSender(findRedis());
  if (wish.kind === 'command') return console.log(formatReply(await send(wish.command)));
  let cursor = '0';
  do {
    const [next, names] = (await send(['SCAN', cursor, 'MATCH', wish.pattern, 'COUNT', '500'])) as [
      string,
      string[],
    ];
    for (const name of names) console.log(name);
    cursor = String(next);
  } while (cursor !== '0');
}

function findRedis(): { url: string; token: string } {
  const { upstash } = readOperatorVars();
  if (upstash !== undefined) return upstash;
  const dataDir = join(PROJECT_ROOT, '.libra');
  const running = readRunning(dataDir);
  const environment = chosenEnvironment();
  if (environment !== DEVELOPMENT)
    throw new Error(`No Redis: the two UPSTASH_REDIS_ variables are not in ${varsFileOf(environment)}.`);
  if (running === undefined)
    throw new Error('No Redis: run npm start in another terminal, or set the two UPSTASH_REDIS_ variables.');
  const keys = JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8')) as DevKeys;
  return { url: running.upstash, token: keys.upstashToken };
}

function createSender({ url, token }: { url: string; token: string }) {
  return async (command: readonly string[]): Promise<unknown> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(command),
      signal: AbortSignal.timeout(15_000),
    });
    const { result, error } = (await jsonAnswer(response)) as { result?: unknown; error?: string };
    if (error !== undefined) throw new Error(`Redis refuses: ${error}`);
    return result;
  };
}
