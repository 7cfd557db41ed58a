/**
 * The proposed actions of one delivery: shown, decided, carried out, closed. Shell of approval.ts: storage, Discord and the work
 * in the background are given. Each state is stored before anything is sent that follows from it.
 */
import type { ProposedAction } from '../../../shared/contract/actions.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { sleep } from '../../../shared/time/wait.ts';
import type { Connections } from '../delivery/connections.ts';
import type { AnswerPress } from '../delivery/job.ts';
import { judgePress, ownerIn } from '../delivery/rights.ts';
import { ORIGINAL } from '../discord/webhook.ts';
import { textsFor } from '../locale/choose.ts';
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
import { type CarryOutDeps, carryOutAction, type Outcome } from './carry-out.ts';
import type { ActionStore } from './kept.ts';
import { editMessage, postMessage } from './post.ts';
import type { ActionDecision, ActionMessage, ActionVerdict } from './rpc.ts';
import { fitsMessage, viewAction } from './view.ts';

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
  /** What this isolate is posting. */
  const showing = new Set<number>();

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

  function look(record: ActionsRecord, kept: KeptAction, index: number, said?: string): ActionMessage {
    const { job } = record;
    const place = { deliveryId: job.interactionId, requesterId: job.caller.user_id, index };
    const texts = textsFor(job.caller.locale);
    return viewAction(kept, { ...place, locale: job.caller.locale, nowMs: Date.now() }, texts, said);
  }

  /** At most one at a time for one action. `pressToken`: of the press that began it. */
  function start(record: ActionsRecord, kept: KeptAction, index: number, pressToken: string | null): void {
    running.add(index);
    const work = perform(record, kept, index, pressToken)
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

  async function perform(
    { job }: ActionsRecord,
    { proposed, request }: KeptAction,
    index: number,
    pressToken: string | null,
  ): Promise<Outcome> {
    const key = `${job.interactionId}.${index}`;
    const startedAtMs = Date.now();
    const outcome = await carryOutAction(
      { proposed, caller: job.caller, key, askedAtMs: job.receivedAtMs },
      depsOf(job, pressToken),
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

  function depsOf(job: ProposingJob, pressToken: string | null): CarryOutDeps {
    return {
      webhook: connections.webhook({ token: pressToken ?? job.token }),
      reminders: connections.reminders(job.caller.user_id),
      run: (call) => connections.runAction(job.traceparent, call),
      now: Date.now,
      sleep,
    };
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
    await showState(record, kept, index, { pressToken, ...(said === undefined ? {} : { said }) });
  }

  async function showState(
    record: ActionsRecord,
    kept: KeptAction,
    index: number,
    { pressToken = null, said }: { pressToken?: string | null; said?: string },
  ): Promise<void> {
    const { job } = record;
    const message = look(record, kept, index, said);
    const own = connections.webhook(job);
    const isShown =
      (pressToken !== null &&
        (await editMessage(connections.webhook({ token: pressToken }), ORIGINAL, message, sleep))) ||
      (kept.message === null
        ? (await postMessage(own, message, sleep)) !== null
        : kept.message !== 'unsure' && (await editMessage(own, kept.message.id, message, sleep)));
    if (kept.message === null) store.change(index, (action) => ({ ...action, message: 'unsure' }));
    if (!isShown) connections.log(job).warn('action.unshown', { state: kept.state.kind });
  }

  async function showNew(record: ActionsRecord, kept: KeptAction, index: number): Promise<void> {
    const message = look(record, kept, index);
    const { job } = record;
    const posted = fitsMessage(message) ? await postMessage(connections.webhook(job), message, sleep) : null;
    if (posted !== null) {
      store.change(index, (action) => ({ ...action, message: posted }));
      connections.log(job).info('action.proposed', { tool: kept.proposed.tool, by: kept.proposed.by });
      return;
    }
    // Nobody can press what nobody sees.
    step(index, { kind: 'withdraw' });
    connections.log(job).warn('action.unshown', { state: 'waiting', tool: kept.proposed.tool });
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
        if (action.state.kind !== before[index]?.state.kind) waitUntil(showState(record, action, index, {}));
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
      waitUntil(showInOrder(record));
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
      return { kind: 'shown', state: stepped.kept.state.kind, message: look(record, stepped.kept, index) };
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
          waitUntil(showState(record, stepped.kept, index, {}));
        }
      }
      this.show();
    },

    isBusy: () => store.load()?.actions.some(({ state }) => state.kind === 'running') === true,
    wakeAtMs,

    erase() {
      const record = store.load();
      store.clear();
      for (const { state, message } of record?.actions ?? []) {
        if (state.kind !== 'waiting' || message === null || message === 'unsure' || record === undefined)
          continue;
        const { notices } = textsFor(record.job.caller.locale);
        const erased = { content: notices.erased, components: [] };
        waitUntil(editMessage(connections.webhook(record.job), message.id, erased, sleep));
      }
    },
  };

  /** One after the other, in the order in which they were proposed. */
  async function showInOrder(record: ActionsRecord): Promise<void> {
    for (const [index, given] of record.actions.entries()) {
      const { state, message } = store.load()?.actions[index] ?? given;
      if (state.kind !== 'waiting' || message !== null || showing.has(index)) continue;
      showing.add(index);
      await showNew(record, given, index).finally(() => showing.delete(index));
    }
  }
}

function bareOf(outcome: Outcome) {
  return outcome.kind === 'failed'
    ? { kind: outcome.kind, problem: outcome.problem }
    : { kind: outcome.kind };
}
