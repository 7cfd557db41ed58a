/** What a soak came to, for a terminal. Pure. */
import type { Finding } from './finding.ts';
import type { Tally } from './traffic.ts';
import { quantile } from './trend.ts';
import type { TroubleLog } from './trouble.ts';

export interface SoakResult {
  minutes: number;
  seed: number;
  tally: Tally;
  findings: readonly Finding[];
  troubles: readonly TroubleLog[];
}

export function hasPassed({ tally, findings }: SoakResult): boolean {
  return tally.violations.length === 0 && findings.every(({ ok }) => ok);
}

export function summarise(result: SoakResult): string {
  const { minutes, seed, tally, findings, troubles } = result;
  const counts = [...tally.counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const seconds = tally.durationsMs.map(({ durationMs }) => durationMs / 1000);
  const perPart = new Map<string, number>();
  for (const { part } of troubles) perPart.set(part, (perPart.get(part) ?? 0) + 1);
  return [
    `Soak: ${minutes.toFixed(1)} minutes, seed ${seed}`,
    '',
    ...counts.map(([what, times]) => `  ${String(times).padStart(6)}  ${what}`),
    '',
    `  ${troubles.length} troubles: ${[...perPart].map(([part, times]) => `${part} ${times}`).join(', ')}`,
    `  answers in Discord: median ${quantile(seconds, 0.5).toFixed(1)} s, 99 % within ${quantile(seconds, 0.99).toFixed(1)} s`,
    '',
    line(
      tally.violations.length === 0,
      'every interaction reached one correct final state',
      `${tally.violations.length} did not`,
    ),
    ...tally.violations.slice(0, 20).map((violation) => `        ${violation}`),
    ...findings.map(({ ok, what, found }) => line(ok, what, found)),
    '',
    hasPassed(result) ? 'Passed.' : 'Failed.',
  ].join('\n');
}

function line(ok: boolean, what: string, found: string): string {
  return `  ${ok ? '✓' : '✗'} ${what}: ${found}`;
}
