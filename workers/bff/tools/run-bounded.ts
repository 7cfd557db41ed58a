/** One run of a tool: within its time, whatever the tool does. */
import type { JsonRecord } from '../../../shared/json.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { orAbort } from '../../../shared/time/wait.ts';
import { readResult } from './result-text.ts';
import type { BffTool, ReadingTool, ToolContext, ToolResult } from './tool.ts';

/** For one call. */
export const CALL_MS = 20_000;

export type RunOutcome = 'ok' | 'failed' | 'threw' | 'timed_out' | 'garbled' | 'stopped';

export interface RunDeps {
  context: Omit<ToolContext, 'signal'>;
  /** Ends the run. */
  signal: AbortSignal;
  clock: Clock;
}

/** Ends after `ms`, or with the signal, whether or not the tool obeys. Never rejects. */
export async function runBounded(
  { context, signal, clock }: RunDeps,
  tool: Pick<ReadingTool | BffTool, 'run'>,
  args: JsonRecord,
  ms: number,
): Promise<{ outcome: RunOutcome; result: ToolResult }> {
  const timeout = new AbortController();
  const cancelTimer = clock.setTimer(() => timeout.abort(new Error('timed out')), Math.max(0, ms));
  const either = AbortSignal.any([signal, timeout.signal]);
  try {
    // Within a promise, so that what is thrown at once is caught, too.
    const work = Promise.resolve().then(() => tool.run(args, { ...context, signal: either }));
    const result = readResult(await orAbort(work, either));
    if (result === null) return failed('garbled', 'The tool gave no proper result.');
    return { outcome: result.ok ? 'ok' : 'failed', result };
  } catch {
    if (signal.aborted) return failed('stopped', 'The answer was stopped.');
    if (timeout.signal.aborted) return failed('timed_out', 'The tool took too long.');
    return failed('threw', 'The tool failed.');
  } finally {
    cancelTimer();
  }
}

function failed(outcome: RunOutcome, content: string) {
  return { outcome, result: { ok: false, content } };
}
