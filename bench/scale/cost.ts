/** What answers cost at list prices, by part. Pure. */
import type { Outcome, ServiceTimes } from './simulation/answers.ts';
import { MODEL, OBJECT_GB, type Plan, PRICES } from './world.ts';

/** Of one answer, on the usual path. */
export interface Counts {
  workerRequests: number;
  workerCpuMs: number;
  objectRequests: number;
  objectRowsWritten: number;
  objectGbSeconds: number;
  upstashCommands: number;
  postgresCpuMs: number;
  promptTokens: number;
  completionTokens: number;
}

/** `objects`: what a delivery and a nonce make of calls and writes. */
export function countsOf(
  times: ServiceTimes,
  { objectMs, edits, wholeMs }: Outcome,
  objects: { requests: number; rowsWritten: number },
  completionTokens: number,
): Counts {
  const editsPerAnswer = edits / wholeMs.length;
  return {
    // A call over a service binding is none.
    workerRequests: 1,
    workerCpuMs:
      times.openCpu +
      times.closeCpu +
      times.cpuPerToken * completionTokens +
      times.cpuPerEdit * editsPerAnswer,
    objectRequests: objects.requests,
    objectRowsWritten: objects.rowsWritten,
    objectGbSeconds: (OBJECT_GB * mean(objectMs)) / 1_000,
    upstashCommands: times.redisCommands,
    postgresCpuMs: times.postgresOpen + times.postgresClose,
    promptTokens: MODEL.promptTokens,
    completionTokens,
  };
}

/** US dollars for so many answers, by part, the largest first. */
export function costOf(counts: Counts, answers: number): { part: string; usd: number }[] {
  const computeHours = counts.postgresCpuMs / 3_600_000 / PRICES.neonUsedShare;
  const parts = {
    'model: prompt': counts.promptTokens * PRICES.promptToken,
    'model: answer': counts.completionTokens * PRICES.completionToken,
    'Durable Objects: time awake': counts.objectGbSeconds * PRICES.objectGbSecond,
    'Durable Objects: requests and rows':
      counts.objectRequests * PRICES.objectRequest + counts.objectRowsWritten * PRICES.objectRowWritten,
    'Workers: requests': counts.workerRequests * PRICES.workerRequest,
    'Workers: CPU': counts.workerCpuMs * PRICES.workerCpuMs,
    'Upstash: commands': counts.upstashCommands * PRICES.upstashCommand,
    'Neon: compute': computeHours * PRICES.neonComputeHour,
  };
  return Object.entries(parts)
    .map(([part, usd]) => ({ part, usd: usd * answers }))
    .toSorted((a, b) => b.usd - a.usd);
}

/** How many answers a day each daily quota of a plan is enough for, the smallest first. */
export function dailyAnswers(counts: Counts, { perDay }: Plan): { part: string; answers: number }[] {
  return [
    { part: 'Workers: requests', answers: perDay.workerRequests / counts.workerRequests },
    { part: 'Durable Objects: time awake', answers: perDay.objectGbSeconds / counts.objectGbSeconds },
    { part: 'Durable Objects: requests', answers: perDay.objectRequests / counts.objectRequests },
    { part: 'Durable Objects: rows written', answers: perDay.objectRowsWritten / counts.objectRowsWritten },
    { part: 'Upstash: commands', answers: perDay.upstashCommands / counts.upstashCommands },
  ].toSorted((a, b) => a.answers - b.answers);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}
