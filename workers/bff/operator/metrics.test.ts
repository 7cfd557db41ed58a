import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CircuitDetail } from '../../../shared/contract/circuits.ts';
import type { Overview } from '../../../shared/contract/operator.ts';
import { LATENCY_BUCKETS } from '../../../shared/metrics/latency.ts';
import { type LedgerTotals, writeMetrics } from './metrics.ts';

const row = (name: string) => ({
  name,
  ...{
    calls: 4,
    errors: 1,
    fallbacks: 0,
    cached: 1,
    prompt_tokens: 10,
    cached_tokens: 2,
    completion_tokens: 5,
  },
  cost_micro_usd: 2_500_001,
  first_token: [1, 0, 2, ...new Array<number>(LATENCY_BUCKETS - 4).fill(0), 1],
});

const TOTALS: LedgerTotals = {
  all: [row('')],
  model: [row('a "model"\n\\')],
  provider: [row('api.example')],
  key: [row('7')],
};

const OVERVIEW: Overview = {
  at: '2026-11-29T12:00:00Z',
  version: '1',
  parts: {
    redis: { state: 'ok', latency_ms: 1 },
    database: { state: 'down', latency_ms: 1 },
    llm: { state: 'slow', latency_ms: 1 },
  },
  hour: null,
  series: [],
  running: 3,
  circuits: null,
  budget: { tokens_limit: 0, tokens_spent: 9, micro_usd_limit: 50_000_000, micro_usd_spent: 1_000_000 },
  cleaned_at: '2026-11-29T03:17:00Z',
  summed_until: null,
};

describe('the metrics', () => {
  const lines = writeMetrics(TOTALS, OVERVIEW).split('\n');

  it('are OpenMetrics: each sample of a type that was declared before it, and an end', () => {
    const declared = new Set<string>();
    for (const line of lines.filter((each) => each !== '')) {
      const [, name] = /^# TYPE (\w+) (counter|gauge|histogram)$/.exec(line) ?? [];
      if (name !== undefined) {
        expect(declared).not.toContain(name);
        declared.add(name);
      } else if (!line.startsWith('#')) {
        const sample = /^(\w+?)(_total|_bucket)?(\{(\w+="([^"\\\n]|\\[\\n"])*",?)+\})? -?[\d.e+-]+$/.exec(
          line,
        );
        expect([line, declared.has(sample?.[1] ?? '')]).toEqual([line, true]);
      }
    }
    expect(lines.slice(-2)).toEqual(['# EOF', '']);
  });

  it('tell money in dollars and the first text in cumulative buckets', () => {
    expect(lines).toContain('libra_cost_usd_total 2.500001');
    expect(lines).toContain('libra_first_token_seconds_bucket{le="0.1"} 1');
    expect(lines).toContain('libra_first_token_seconds_bucket{le="0.3"} 3');
    expect(lines).toContain('libra_first_token_seconds_bucket{le="+Inf"} 4');
    expect(lines).toContain('libra_up{part="database"} 0');
  });

  it('have what the dashboard and the rules ask for, and no sample that the standard does not have', () => {
    expect(lines.filter((line) => /_(count|sum) /.test(line))).toEqual([]);
    const whole = writeMetrics(TOTALS, {
      ...OVERVIEW,
      circuits: [{ target: 'a/m', state: 'open', forced: null, consecutive_failures: 1 } as CircuitDetail],
      summed_until: '2026-11-29T11:00:00Z',
    });
    const samples = new Set(whole.match(/^libra_\w+/gm));
    for (const file of ['alert-rules.yml', 'grafana-dashboard.json']) {
      const asked =
        readFileSync(join(import.meta.dirname, '../../../ops', file), 'utf8').match(/libra_\w+/g) ?? [];
      expect([...new Set(asked)].filter((name) => !samples.has(name))).toEqual([]);
    }
  });

  it('tell what is known while the database is away', () => {
    const away = writeMetrics(null, { ...OVERVIEW, running: null });
    expect(away).toContain('libra_up{part="database"} 0');
    expect(away).not.toContain('libra_calls_total');
  });
});
