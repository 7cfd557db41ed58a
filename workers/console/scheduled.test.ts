/** What the console's cron triggers ask of the bff, and what they tell of it. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Look } from '../../shared/contract/logs.ts';
import type { Overview } from '../../shared/contract/operator.ts';

vi.mock('cloudflare:workers', () => import('../../tests/durable-object.ts'));
const { default: worker } = await import('./index.ts');

const OVERVIEW: Overview = {
  at: '2026-11-29T12:00:00Z',
  version: '1',
  parts: {
    redis: { state: 'ok', latency_ms: 1 },
    database: { state: 'ok', latency_ms: 1 },
    llm: { state: 'ok', latency_ms: 1 },
  },
  hour: null,
  series: [],
  running: 0,
  circuits: [],
  budget: { tokens_limit: 0, tokens_spent: 9, micro_usd_limit: 100, micro_usd_spent: 1 },
  cleaned_at: '2026-11-29T03:17:00Z',
  summed_until: '2026-11-29T11:00:00Z',
};

let asked: unknown[];
beforeEach(() => {
  asked = [];
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});

async function run(cron: string, answer: () => Response): Promise<Look[]> {
  const looks: Look[] = [];
  const store = { look: async (found: Look) => void looks.push(found) };
  const env = {
    WORKER_SHARED_SECRET: 'fake'.repeat(10),
    BFF: {
      fetch: async (request: Request) => {
        asked.push((await request.json<{ ask: unknown }>()).ask);
        return answer();
      },
    },
    CONSOLE_SESSIONS: { getByName: () => ({}) },
    LOG_STORE: { getByName: () => store },
  };
  await worker.scheduled({ cron } as never, env as never);
  return looks;
}
const lookAt = async (changes: Partial<Overview>) =>
  (await run('25 * * * *', () => Response.json({ ...OVERVIEW, ...changes })))[0];

describe('every five minutes', () => {
  it('wakes no database; once an hour the database is looked at as well', async () => {
    await run('*/5 * * * *', () => Response.json(OVERVIEW));
    await run('25 * * * *', () => Response.json(OVERVIEW));
    expect(asked).toEqual([{ without_database: true }, {}]);
  });

  it('tells that all is well, of what could be looked at', async () => {
    expect(await lookAt({})).toEqual({ known: ['budget', 'circuit', 'cleaning'], alerts: [] });
    const down = { ...OVERVIEW.parts, database: { state: 'down', latency_ms: 1 } } as const;
    expect(await lookAt({ parts: down, circuits: null, budget: null, cleaned_at: null })).toEqual({
      known: [],
      alerts: [],
    });
  });

  it.each<[string, Partial<Overview>, unknown[]]>([
    [
      'four fifths of the money',
      { budget: { tokens_limit: 0, tokens_spent: 9, micro_usd_limit: 100, micro_usd_spent: 80 } },
      [{ kind: 'budget', subject: '2026-11-29 money' }],
    ],
    [
      'four fifths of the tokens',
      { budget: { tokens_limit: 10, tokens_spent: 8, micro_usd_limit: 100, micro_usd_spent: 79 } },
      [{ kind: 'budget', subject: '2026-11-29 tokens' }],
    ],
    [
      'an open circuit that nobody holds',
      {
        circuits: [
          { target: 'a/m', state: 'open', forced: null, consecutive_failures: 5 },
          { target: 'b/m', state: 'open', forced: 'open', consecutive_failures: 0 },
          { target: 'c/m', state: 'closed', forced: null, consecutive_failures: 0 },
        ] as NonNullable<Overview['circuits']>,
      },
      [{ kind: 'circuit', subject: 'a/m' }],
    ],
    [
      'no cleaning for 27 hours',
      { cleaned_at: '2026-11-28T09:00:00Z' },
      [{ kind: 'cleaning', subject: 'nightly' }],
    ],
  ])('tells of %s', async (_, changes, alerts) => {
    expect((await lookAt(changes))?.alerts).toEqual(alerts);
  });

  it('tells nothing when the bff is away, and does not fail', async () => {
    expect(await run('*/5 * * * *', () => new Response('{}', { status: 503 }))).toEqual([]);
    expect(
      await run('*/5 * * * *', () => {
        throw new Error('away');
      }),
    ).toEqual([]);
  });
});
