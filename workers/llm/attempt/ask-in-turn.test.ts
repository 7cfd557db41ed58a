import { expect, it } from 'vitest';
import type { MoveReason } from '../../../shared/catalogue/move-reason.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import { askInTurn } from './ask-in-turn.ts';
import { startRequestLife } from './request-life.ts';
import { createRetryBudget } from './retry-budget.ts';
import type { Target } from './targets.ts';

const targetOf = (name: string, step: number, on: readonly MoveReason[]): Target => ({
  model: { name, provider: 'p', upstream: name, refusedFields: [] },
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

/** The circuit of the first is open, and the second stands in for it `on` a reason. */
async function askWithOpenCircuit(on: MoveReason): Promise<{ asked: string[]; cause: string | undefined }> {
  const asked: string[] = [];
  const life = startRequestLife(platformClock, 60_000, new AbortController().signal);
  const failure = await askInTurn(
    {
      gate: {
        admit: async (name) =>
          name === 'p/first' ? { admitted: false, retryAtMs: Date.now() + 5_000 } : { admitted: true },
        settle() {},
        learn() {},
      },
      budget: createRetryBudget(),
      clock: platformClock,
      log: createLogger({ worker: 'llm', write: () => {} }),
      random: () => 0,
    },
    { targets: [targetOf('first', 0, []), targetOf('second', 1, [on])], life, reported: undefined },
    async ({ target }) => {
      asked.push(target.model.name);
      return { kind: 'over', failure: null };
    },
  );
  life.end();
  return { asked, cause: failure?.cause };
}

it.each<MoveReason>(['timeout', 'server_error', 'rate_limit'])(
  'asks the target that stands in on %s while the circuit that it opened is open',
  async (on) => {
    expect(await askWithOpenCircuit(on)).toEqual({ asked: ['second'], cause: undefined });
  },
);

it.each<MoveReason>(['account', 'context'])(
  'asks none for an open circuit that stands in on %s',
  async (on) => {
    expect(await askWithOpenCircuit(on)).toEqual({ asked: [], cause: 'circuit_open' });
  },
);
