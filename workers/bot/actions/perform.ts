/** Carries one approved action out, with what this delivery can reach, and notes what came of it in the log. */
import { sleep } from '../../../shared/time/wait.ts';
import type { Connections } from '../delivery/connections.ts';
import type { KeptAction, ProposingJob } from './actions.ts';
import { carryOutAction, type Outcome } from './carry-out.ts';

export interface Performance {
  job: ProposingJob;
  kept: KeptAction;
  index: number;
  /** Of the press that began it; null: none did. */
  pressToken: string | null;
}

export async function perform(
  { job, kept: { proposed, request }, index, pressToken }: Performance,
  connections: Connections,
): Promise<Outcome> {
  const key = `${job.interactionId}.${index}`;
  const startedAtMs = Date.now();
  const outcome = await carryOutAction(
    { proposed, caller: job.caller, key, askedAtMs: job.receivedAtMs },
    {
      webhook: connections.webhook({ token: pressToken ?? job.token }),
      reminders: connections.reminders(job.caller.user_id),
      run: (call) => connections.runAction(job.traceparent, call),
      now: Date.now,
      sleep,
    },
  );
  connections.log(job).info('action.carried_out', {
    tool: proposed.tool,
    by: proposed.by,
    outcome: outcome.kind,
    problem: outcome.kind === 'failed' ? outcome.problem : undefined,
    isVersion: request !== job.interactionId,
    durationMs: Date.now() - startedAtMs,
  });
  return outcome;
}
