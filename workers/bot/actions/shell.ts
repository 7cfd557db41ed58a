/**
 * The proposed actions of one delivery: shown (display.ts), decided, carried out (perform.ts), closed. Shell of approval.ts: storage,
 * Discord and the work in the background are given. Each state is stored before anything is sent that follows from it.
 */
import type { ProposedAction } from '../../../shared/contract/actions.ts';
import { errorName } from '../../../shared/observe/log.ts';
import type { Connections } from '../delivery/connections.ts';
import type { AnswerPress } from '../delivery/job.ts';
import { judgePress, ownerIn } from '../delivery/rights.ts';
import {
  type ActionsRecord,
  isRepeatable,
  type KeptAction,
  keepProposed,
  type ProposingJob,
  wakeTimeOf,
  withTimeZone,
} from './actions.ts';
import { type ActionEvent, isOver, nextState } from './approval.ts';
import type { Outcome } from './carry-out.ts';
import { createActionDisplay } from './display.ts';
import type { ActionStore } from './kept.ts';
import { perform } from './perform.ts';
import type { ActionDecision, ActionVerdict } from './rpc.ts';

export interface ActionsDeps {
  connections: Connections;
  store: ActionStore;
  waitUntil(work: Promise<unknown>): void;
  /** The object wakes by then, if not before. */
  wakeBy(atMs: number): void;
  watchdogMs: number;
}

export interface Actions {
  /** Keeps what an answer proposes; to be called in the write that ends it. */
  keep(job: ProposingJob, request: string, proposed: readonly ProposedAction[]): void;
  /** Shows what is not shown yet, and begins what needs no press. */
  show(): void;
  decide(press: AnswerPress, wanted: ActionDecision): ActionVerdict;
  /** At an alarm, and whenever an isolate takes over. */
  wake(): void;
  /** Something is being carried out: the record must not go. */
  isBusy(): boolean;
  /** Unix milliseconds; null: nothing is open. */
  wakeAtMs(): number | null;
  /** Its person has everything erased: nothing is kept, and nothing can be pressed. */
  erase(): void;
}

export function createActions({ connections, store, waitUntil, wakeBy, watchdogMs }: ActionsDeps): Actions {
  /** What this isolate carries out. */
  const running = new Set<number>();
  const display = createActionDisplay({
    connections,
    store,
    withdraw: (index) => void step(index, { kind: 'withdraw' }),
  });

  function wakeAtMs(): number | null {
    const record = store.load();
    return record === undefined ? null : wakeTimeOf(record, Date.now(), watchdogMs);
  }

  function rearm(): void {
    const atMs = wakeAtMs();
    if (atMs !== null) wakeBy(atMs);
  }

  /** The state after the event, stored. Null: the action is not there. */
  function step(index: number, event: ActionEvent): { kept: KeptAction; runs: boolean } | null {
    let runs = false;
    const kept = store.change(index, (action) => {
      const next = nextState(action.state, event);
      runs = next.runs;
      return { ...action, state: next.state };
    });
    return kept === null ? null : { kept, runs };
  }

  /** At most one at a time for one action. `pressToken`: of the press that began it. */
  function start(record: ActionsRecord, kept: KeptAction, index: number, pressToken: string | null): void {
    running.add(index);
    const work = perform({ job: record.job, kept, index, pressToken }, connections)
      .catch((error: unknown) => {
        connections
          .log(record.job)
          .error('action.crashed', { tool: kept.proposed.tool, error: errorName(error) });
        return { kind: 'unknown' } satisfies Outcome as Outcome;
      })
      .then((outcome) => finish(record, index, outcome, pressToken))
      .finally(() => running.delete(index));
    waitUntil(work);
  }

  async function finish(
    record: ActionsRecord,
    index: number,
    outcome: Outcome,
    pressToken: string | null,
  ): Promise<void> {
    const said = outcome.kind === 'unknown' ? undefined : outcome.said;
    const ended = step(index, { kind: 'ended', outcome: bareOf(outcome) });
    // Erased meanwhile: what its person reads still is what came of it.
    const kept = ended?.kept ?? { ...(record.actions[index] as KeptAction), state: bareOf(outcome) };
    await display.showState(record, kept, index, { pressToken, ...(said === undefined ? {} : { said }) });
  }

  return {
    keep(job, request, proposed) {
      const before = store.load()?.actions ?? [];
      const withdrawn = before.map((action) => ({
        ...action,
        state: nextState(action.state, { kind: 'withdraw' }).state,
      }));
      const added = keepProposed(job, request, proposed, Date.now());
      if (before.length + added.length === 0) return;
      const record = { job, actions: [...withdrawn, ...added] };
      store.save(record);
      for (const [index, action] of withdrawn.entries()) {
        if (action.state.kind !== before[index]?.state.kind)
          waitUntil(display.showState(record, action, index));
      }
    },

    show() {
      const record = store.load();
      if (record === undefined) return;
      const begun = record.actions.map((action, index) =>
        action.state.kind === 'waiting' && !action.state.needsPress
          ? step(index, { kind: 'begin', nowMs: Date.now() })
          : null,
      );
      for (const [index, each] of begun.entries()) {
        if (each?.runs === true) start(record, each.kept, index, null);
      }
      waitUntil(display.showNew(record));
      rearm();
    },

    decide({ press, interactionId, token }, wanted) {
      const record = store.load();
      const before = record?.actions[wanted.index];
      if (record === undefined || before === undefined) return { kind: 'gone' };
      const by = judgePress('approve', press, ownerIn(record.job.caller));
      if (by !== 'own') return { kind: by === 'moderator' ? 'forbidden' : by };
      const { tool, by: carrier } = before.proposed;
      const approves = wanted.decision === 'approve';
      if (approves && carrier === 'bot' && !wanted.allowed.includes(tool)) return { kind: 'not_allowed' };
      const { decision, index } = wanted;
      if (approves && before.asks === 'time_zone' && before.state.kind === 'waiting') {
        if (wanted.timeZone === undefined) return { kind: 'gone' };
        store.change(index, () => withTimeZone(before, wanted.timeZone ?? '', Date.now()));
      }
      const event = { kind: 'press', decision, isOwner: true, id: interactionId, nowMs: Date.now() } as const;
      const stepped = step(index, event);
      if (stepped === null) return { kind: 'gone' };
      if (stepped.runs) start(record, stepped.kept, index, token);
      rearm();
      // What this press would show could arrive after the end, and hide it.
      if (stepped.kept.state.kind === 'running' && !stepped.runs) return { kind: 'busy' };
      return {
        kind: 'shown',
        state: stepped.kept.state.kind,
        message: display.look(record, stepped.kept, index),
      };
    },

    wake() {
      const record = store.load();
      if (record === undefined) return;
      for (const [index, before] of record.actions.entries()) {
        if (isOver(before.state)) continue;
        const stepped = step(index, {
          kind: 'wake',
          nowMs: Date.now(),
          isRunningHere: running.has(index),
          isRepeatable: isRepeatable(before.proposed),
        });
        if (stepped === null) continue;
        if (stepped.runs) start(record, stepped.kept, index, null);
        else if (isOver(stepped.kept.state)) {
          connections.log(record.job).info('action.closed', { state: stepped.kept.state.kind });
          waitUntil(display.showState(record, stepped.kept, index));
        }
      }
      this.show();
    },

    isBusy: () => store.load()?.actions.some(({ state }) => state.kind === 'running') === true,
    wakeAtMs,

    erase() {
      const record = store.load();
      store.clear();
      if (record !== undefined) waitUntil(display.showErased(record));
    },
  };
}

function bareOf(outcome: Outcome) {
  return outcome.kind === 'failed'
    ? { kind: outcome.kind, problem: outcome.problem }
    : { kind: outcome.kind };
}
