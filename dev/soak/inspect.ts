/** What must be true when all is quiet again: nothing open, nothing running, nothing kept for ever, nothing billed twice. */
import type { Stack } from '../stack/stack.ts';
import { type Finding, none } from './finding.ts';

export interface LogCounts {
  byEvent: ReadonlyMap<string, number>;
  /** Lines that no Worker wrote on purpose. */
  strayLines: readonly string[];
}

/** Bugs, not faults: no fault of another part may lead to one. */
export const BUGS = [
  'request.crashed',
  'stream.broken',
  'interaction.crashed',
  'delivery.crashed',
  'background.failed',
];

export async function inspect(
  stack: Stack,
  deferred: readonly string[],
  logs: LogCounts,
): Promise<Finding[]> {
  const seen = (event: string) => logs.byEvent.get(event) ?? 0;
  const openCalls = (stack.standIns.openai?.requests() ?? []).filter(({ outcome }) => outcome === 'open');
  const running = await findRunning(stack, deferred);
  const eternal = await findEternalKeys(stack);
  const billedTwice = await findBilledTwice(stack);
  const attempts = seen('provider.attempt');
  const attemptEnds = seen('provider.finished') + seen('provider.failed') + seen('provider.cancelled');
  const bugs = BUGS.filter((event) => seen(event) > 0);
  return [
    none(
      'provider connection left open',
      openCalls.map(({ faults }) => faults.join(' ')),
    ),
    none('delivery still running', running),
    none('Redis key without an end', eternal),
    none('interaction with two whole answers in the ledger', billedTwice),
    {
      what: 'every provider attempt has one end in the log',
      found: `${attempts} begun, ${attemptEnds} ended`,
      ok: attempts === attemptEnds,
    },
    none('bug in the log', bugs),
    none('line that no Worker meant to write', logs.strayLines),
  ];
}

/** A press that no record allows: it tells whether there is something to stop, and stops nothing. */
const NOBODYS_PRESS = { userId: '0', guildId: null, channelId: '0', isModerator: false, namedId: '0' };

/** Asks each delivery's object itself. */
async function findRunning({ workers }: Stack, deferred: readonly string[]): Promise<string[]> {
  const namespace = await workers.miniflare.getDurableObjectNamespace('REPLY_DELIVERY', 'libra-bot');
  const running: string[] = [];
  for (const interactionId of deferred) {
    const delivery = namespace.getByName(interactionId) as unknown as {
      stop(press: object): Promise<string>;
    };
    if ((await delivery.stop(NOBODYS_PRESS)) !== 'ended') running.push(interactionId);
  }
  return running;
}

async function findEternalKeys({ urls, keys }: Stack): Promise<string[]> {
  const names: string[] = [];
  let cursor = '0';
  do {
    const [next, page] = await redis<[string, string[]]>(
      urls.upstash,
      keys.upstashToken,
      'SCAN',
      cursor,
      'COUNT',
      '1000',
    );
    names.push(...page);
    cursor = next;
  } while (cursor !== '0');
  const eternal: string[] = [];
  for (const name of names) {
    if ((await redis<number>(urls.upstash, keys.upstashToken, 'PTTL', name)) === -1) eternal.push(name);
  }
  return eternal;
}

async function redis<T>(url: string, token: string, ...command: string[]): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(command),
  });
  const { result, error } = (await response.json()) as { result: T; error?: string };
  if (error !== undefined) throw new Error(`Redis: ${error}`);
  return result;
}

async function findBilledTwice({ standIns }: Stack): Promise<string[]> {
  const rows = (await standIns.neon?.query(
    `SELECT request_key FROM usage_events WHERE outcome = 'ok' AND NOT cached AND request_key IS NOT NULL
     GROUP BY request_key HAVING count(*) > 1`,
  )) as { request_key: string }[] | undefined;
  return (rows ?? []).map(({ request_key: key }) => key);
}
