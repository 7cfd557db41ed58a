import { expect, it } from 'vitest';
import type { MoveReason } from '../../../shared/catalogue/move-reason.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import { type Failure, moveReasonsOf } from '../provider/failure.ts';
import { askInTurn, type TurnEnd } from './ask-in-turn.ts';
import { startRequestLife } from './request-life.ts';
import { createRetryBudget } from './retry-budget.ts';
import type { Target } from './targets.ts';

const targetOf = (name: string, step: number, on: readonly MoveReason[]): Target => ({
  model: { name, provider: 'p', upstream: name, refusedFields: [], contextTokens: 8_000 * (step + 1) },
  provider: {
    name: 'p',
    baseUrl: 'https://provider.test',
    auth: 'none',
    headers: {},
    query: {},
    keyVariable: null,
    apiKey: null,
  },
  step,
  on,
});

const OPEN_MS = 5_000;

/** Asks two targets, of which the second stands in for the first `on` a reason; the circuits of those in `open` are open. */
async function ask(
  on: MoveReason,
  { open = [], ends }: { open?: readonly string[]; ends: (name: string) => TurnEnd },
): Promise<{ asked: string[]; failure: Failure | null }> {
  const asked: string[] = [];
  const life = startRequestLife(platformClock, 60_000, new AbortController().signal);
  const failure = await askInTurn(
    {
      gate: {
        admit: async (name) =>
          open.includes(name) ? { admitted: false, retryAtMs: Date.now() + OPEN_MS } : { admitted: true },
        settle() {},
        learn() {},
      },
      budget: createRetryBudget(),
      clock: platformClock,
      log: createLogger({ worker: 'llm', write: () => {} }),
      random: () => 0,
    },
    { targets: [targetOf('first', 0, []), targetOf('second', 1, [on])], life, reported: undefined },
    async ({ name }) => {
      asked.push(name);
      return ends(name);
    },
  );
  life.end();
  return { asked, failure };
}

const answers = (): TurnEnd => ({ kind: 'over', failure: null });

it.each<MoveReason>(['timeout', 'server_error', 'rate_limit'])(
  'asks the target that stands in on %s while the circuit that it opened is open',
  async (on) => {
    expect(await ask(on, { open: ['p/first'], ends: answers })).toEqual({
      asked: ['p/second'],
      failure: null,
    });
  },
);

it.each<MoveReason>(['account', 'context'])(
  'asks none for an open circuit that stands in on %s',
  async (on) => {
    const { asked, failure } = await ask(on, { open: ['p/first'], ends: answers });
    expect([asked, failure?.cause]).toEqual([[], 'circuit_open']);
  },
);

it.each([
  ['10 s', { retryAfterMs: 10_000 }, 10_000],
  ['an unnamed time', {}, 5_000],
])(
  'tells the pause of the stand-in that is limited for %s, not the hour of the first',
  async (_for, limit, ms) => {
    const { failure } = await ask('rate_limit', {
      ends: (name) => ({
        kind: 'failed',
        failure: { cause: 'rate_limited', ...(name === 'p/first' ? { retryAfterMs: 3_600_000 } : limit) },
        durationMs: 1,
      }),
    });
    expect(failure).toEqual({ cause: 'rate_limited', retryAfterMs: ms });
  },
);

const limited: Failure = { cause: 'rate_limited', retryAfterMs: 10_000 };
const refused: Failure = { cause: 'account', status: 401 };
const tooLong: Failure = { cause: 'context_too_long' };

it.each([
  ['a refused key and a limit', { first: refused, second: limited, told: limited }],
  ['a window that is too small and a limit', { first: tooLong, second: limited, told: limited }],
  ['a limit and a refused key', { first: limited, second: refused, told: limited }],
  ['a refused key and a window that is too small', { first: refused, second: tooLong, told: refused }],
])('of %s, tells what waiting cures, else the first', async (_what, { first, second, told }) => {
  const { asked, failure } = await ask(moveReasonsOf(first)[0] ?? 'timeout', {
    ends: (name) => ({ kind: 'next', failure: name === 'p/first' ? first : second }),
  });
  expect(asked).toEqual(['p/first', 'p/second']);
  expect(failure).toEqual(told);
});
