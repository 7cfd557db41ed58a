/** One question of a growing world, and what many of them come to. */
import { randomUUID } from 'node:crypto';
import { readProcessCost } from '../harness/process-cost.ts';
import { type Summary, summarise } from '../harness/statistics.ts';
import { readStream } from '../stream/client.ts';
import type { Contestant } from '../stream/contestants.ts';
import type { Script } from '../stream/protocol.ts';

export interface Asker {
  guildId: string;
  userId: string;
}

export interface Measured {
  x: number;
  firstTokenMs: Summary;
  wholeMs: Summary;
  memoryMb: number;
}

export interface Growth {
  /** Its plot is `growth-<name>.svg`. */
  name: string;
  what: string;
  unit: string;
  /** What makes it so, for the report. */
  why: string;
  points: Measured[];
}

interface One {
  firstTokenMs: number;
  wholeMs: number;
}

export const GUILD_ID = '1500000000000000000';
/** An answer of no length. */
export const SHORT: Script = { deltas: 3, gapMs: 0 };

export async function askOnce(libra: Contestant, script: Script, who: Asker): Promise<One> {
  const startedAt = performance.now();
  const result = await readStream(await libra.prepare(script, who));
  if (!result.done || result.firstTokenMs === null) throw new Error(`Libra answered ${result.status}`);
  return { firstTokenMs: result.firstTokenMs, wholeMs: performance.now() - startedAt };
}

/** One after the other. */
export async function askOften(
  libra: Contestant,
  times: number,
  { script = SHORT, who }: { script?: Script; who(index: number): Asker },
): Promise<One[]> {
  const seen: One[] = [];
  for (let index = 0; index < times; index += 1) seen.push(await askOnce(libra, script, who(index)));
  return seen;
}

export function toMeasured(x: number, seen: readonly One[], libra: Contestant): Measured {
  return {
    x,
    firstTokenMs: summarise(seen.map(({ firstTokenMs }) => firstTokenMs)),
    wholeMs: summarise(seen.map(({ wholeMs }) => wholeMs)),
    memoryMb: (readProcessCost(libra.pid)?.residentBytes ?? Number.NaN) / 1e6,
  };
}

export function freshUser(): string {
  return String(1_700_000_000_000_000_000n + BigInt(`0x${randomUUID().slice(0, 8)}`));
}
