/**
 * One object an interaction: it takes the answer from the model to the channel, long after Discord's 3 seconds are over.
 * A thin shell: storage, alarm and timers are here, every decision is in record.ts, deliver.ts and recover.ts.
 *
 * The watchdog alarm is set in the same write as the job, so there is no moment at which a delivery exists without
 * one. A write holds back every outgoing request until it is durable (Durable Objects' output gate), so a phase is on disk
 * before Discord sees what it tells of.
 */
import { DurableObject } from 'cloudflare:workers';
import { errorName } from '../../../shared/observe/log.ts';
import { within } from '../../../shared/time/wait.ts';
import type { ActionDecision, ActionVerdict } from '../actions/rpc.ts';
import { ORIGINAL } from '../discord/webhook.ts';
import type { FollowingAction, UnderWish } from '../message/custom-id.ts';
import { carryOut } from './carry-out.ts';
import { closeMessage } from './close.ts';
import { createConnections } from './connections.ts';
import { ERASED } from './deliver.ts';
import type { DeliveryEnv } from './env.ts';
import { finishDelivery } from './finish.ts';
import { followOffer } from './follow.ts';
import { heldIn } from './held.ts';
import type {
  AcceptVerdict,
  AnswerPress,
  ClaimVerdict,
  DeliveryJob,
  FollowingJob,
  FollowVerdict,
  HeldByDelivery,
  PeekedAnswer,
  ReplyDeliveryRpc,
  StopVerdict,
  UnderVerdict,
} from './job.ts';
import { createLasting } from './lasting.ts';
import type { Offer } from './offer.ts';
import { createPages } from './pages.ts';
import { peekRecord } from './peek.ts';
import {
  beginRecord,
  claimRecord,
  closedRecord,
  type DeliveryEnding,
  decideWake,
  endRecord,
  eraseRecord,
  type RunningRecord,
  rerun,
  WATCHDOG_MS,
} from './record.ts';
import { createRecordStore } from './record-store.ts';
import { judgePress, ownerIn, type Press } from './rights.ts';
import { showingDeps } from './showing.ts';
import type { StandingAnswer } from './standing.ts';
import { speakReply } from './tasks/sound.ts';
import { pressUnder } from './under-answer.ts';

/** Leaves the press the rest of Discord's three seconds. */
const END_WAIT_MS = 1_000;

export class ReplyDelivery extends DurableObject<DeliveryEnv> implements ReplyDeliveryRpc {
  readonly #store = createRecordStore(this.ctx.storage.kv);
  readonly #connections = createConnections(this.env);
  /** Present while the delivery runs in this isolate. */
  #stop: AbortController | null = null;
  /** Resolves when the latest of them is over. */
  #done: Promise<void> = Promise.resolve();
  readonly #pages = createPages({
    ...this.#shared(),
    showing: (job) => showingDeps(job, this.#shared()),
    clearRow: (standing) => this.#clearRow(standing),
    waitUntil: (work) => this.ctx.waitUntil(work),
  });

  readonly #lasting = createLasting({
    connections: this.#connections,
    values: this.ctx.storage.kv,
    speak: (job, text, webhook, stop) => {
      const showing = { ...showingDeps(job, this.#shared()), webhook };
      return speakReply(job, text, { connections: this.#connections, showing }, stop);
    },
    waitUntil: (work) => this.ctx.waitUntil(work),
    wakeBy: (atMs) => this.ctx.waitUntil(this.#wakeBy(atMs)),
    watchdogMs: WATCHDOG_MS,
  });

  async accept(job: DeliveryJob): Promise<AcceptVerdict> {
    const known = this.#store.load();
    const begun = beginRecord(job);
    // It was on its way when its person had everything erased.
    if (known?.state === 'ended' && known.isErased) this.ctx.waitUntil(this.#close(begun));
    else if (known !== undefined) return 'duplicate';
    else await this.#begin(begun);
    return 'accepted';
  }

  async claim(nowMs: number): Promise<ClaimVerdict> {
    if (this.#store.load() !== undefined) return 'again';
    const record = claimRecord(nowMs);
    this.#store.save(record);
    await this.ctx.storage.setAlarm(record.expiresAtMs);
    return 'first';
  }

  async stop(press: Press): Promise<StopVerdict> {
    const record = this.#store.load();
    if (record?.state !== 'running') return 'ended';
    const by = judgePress('stop', press, ownerIn(record.job.caller));
    if (by === 'forbidden' || by === 'forged') return by;
    // Its isolate has died: what begins it anew, or ends it, can be stopped.
    if (this.#stop === null) await this.alarm();
    this.#stop?.abort();
    return 'stopping';
  }

  async follow(action: FollowingAction, press: FollowingJob): Promise<FollowVerdict> {
    if (this.#isEnding()) await within(END_WAIT_MS, this.#done);
    return followOffer(action, press, {
      ...this.#shared(),
      nowMs: Date.now(),
      clearButtons: (offer) => this.#clearButtons(offer),
    });
  }

  async erase(): Promise<void> {
    const record = this.#store.load();
    const erased = eraseRecord(record, Date.now());
    this.#store.save(erased);
    this.#lasting.erase();
    if (erased.state === 'ended') {
      if (record === undefined) await this.ctx.storage.setAlarm(erased.expiresAtMs);
      if (record?.state === 'ended' && record.offer !== null) this.#clearButtons(record.offer);
      else if (record?.standing !== undefined) this.#clearRow(record.standing);
      return;
    }
    if (this.#stop === null) this.#start(erased.job, () => this.#close(erased));
    else this.#stop.abort(ERASED);
  }

  async press(wish: UnderWish, press: AnswerPress): Promise<UnderVerdict> {
    if (this.#isEnding()) await within(END_WAIT_MS, this.#done);
    return pressUnder(wish, press, {
      ...this.#shared(),
      nowMs: Date.now(),
      pages: this.#pages,
      begin: (record) => this.#begin(record),
      clearRow: (standing) => this.#clearRow(standing),
    });
  }

  async decide(press: AnswerPress, decision: ActionDecision): Promise<ActionVerdict> {
    return this.#lasting.decide(press, decision);
  }

  async held(): Promise<HeldByDelivery> {
    const held = heldIn(this.#store.load());
    const actions = this.#lasting.held();
    return held === null && actions.actions === undefined ? null : { ...held, ...actions };
  }

  async peek(): Promise<PeekedAnswer | null> {
    return peekRecord(this.#store.load(), Date.now());
  }

  override async alarm(): Promise<void> {
    this.#lasting.wake();
    const record = this.#store.load();
    const decision = decideWake(record, { nowMs: Date.now(), runningHere: this.#stop !== null });
    switch (decision.kind) {
      case 'erase':
        if (record?.state === 'running') this.#connections.log(record.job).error('delivery.expired');
        if (this.#lasting.isBusy()) return this.#sleepUntil(Date.now() + WATCHDOG_MS);
        await this.ctx.storage.deleteAll();
        return;
      case 'wait':
        return this.#sleepUntil(decision.untilMs);
      case 'close':
        await this.#close(decision.record);
        return;
      case 'watch':
        break;
      case 'run':
      case 'finish': {
        const { job, runs } = decision.record;
        this.#connections.log(job).warn('delivery.resumed', { decision: decision.kind, runs });
        this.#start(job, (stop) =>
          decision.kind === 'run'
            ? this.#runAgain(decision.record, stop)
            : this.#finish(decision.record, decision.mayRun, stop),
        );
        break;
      }
    }
    await this.ctx.storage.setAlarm(Date.now() + WATCHDOG_MS);
  }

  async #begin(record: RunningRecord): Promise<void> {
    const { job } = record;
    // No await between the two writes: they are committed together, or not at all.
    this.#store.save(record);
    const armed = this.ctx.storage.setAlarm(Date.now() + WATCHDOG_MS);
    this.#start(job, (stop) => this.#run(job, stop));
    await armed;
  }

  /** Work that outlives the call which began it; at most one at a time. A bug in it still ends the delivery. */
  #start(job: DeliveryJob, work: (stop: AbortSignal) => Promise<void>): void {
    const stop = new AbortController();
    this.#stop = stop;
    this.#done = work(stop.signal)
      .catch(async (error: unknown) => {
        this.#connections.log(job).error('delivery.crashed', { error: errorName(error) });
        const record = this.#store.load();
        if (record?.state === 'running') await this.#finish(record, false, stop.signal);
      })
      .catch((error: unknown) =>
        this.#connections.log(job).error('delivery.crashed', { error: errorName(error) }),
      )
      .finally(() => {
        // Another version may have been begun since it ended.
        if (this.#stop === stop) this.#stop = null;
      });
    this.ctx.waitUntil(this.#done);
  }

  /** The buttons of an end are seen before Discord's reply to them is here: a press of one waits for that end. */
  #isEnding(): boolean {
    const record = this.#store.load();
    return record?.state === 'running' && record.phase === 'ending';
  }

  async #runAgain(record: RunningRecord, stop: AbortSignal): Promise<void> {
    this.#store.save(rerun(record));
    await this.#run(record.job, stop);
  }

  #run(job: DeliveryJob, stop: AbortSignal): Promise<void> {
    return carryOut(job, { ...this.#shared(), end: (ending) => this.#end(job, ending) }, stop);
  }

  /** Its isolate is gone, or its end does not come: one edit is tried, and nothing is kept. */
  async #close(record: RunningRecord): Promise<void> {
    const { job, phase } = record;
    this.#connections.log(job).info('delivery.closed', { phase });
    const closed = closedRecord(job);
    this.#store.save(closed);
    await this.ctx.storage.setAlarm(closed.expiresAtMs);
    await closeMessage(record, showingDeps(job, this.#shared()));
  }

  async #finish(record: RunningRecord, mayRun: boolean, stop: AbortSignal): Promise<void> {
    const { job } = record;
    await finishDelivery(record, mayRun, {
      ...this.#shared(),
      showing: showingDeps(job, this.#shared()),
      end: (ending) => this.#end(job, ending),
      runAgain: () => this.#runAgain(record, stop),
      recovered: (outcome) => this.#connections.log(job).warn('delivery.recovered', { outcome }),
    });
  }

  /** True when its person has had everything erased meanwhile: then nothing is kept, and nothing offered. */
  async #end(job: DeliveryJob, ending: DeliveryEnding): Promise<boolean> {
    const before = this.#store.load();
    const isErased = before?.state === 'ended' || before?.erasedAtMs !== undefined;
    // The job as it was recorded last: its thread may have been opened meanwhile.
    const known = before?.state === 'running' ? before.job : job;
    const record = isErased ? closedRecord(job) : endRecord(known, ending);
    this.#store.save(record);
    if (!isErased) this.#lasting.keep(known, ending);
    if (isErased && (ending.actions.length > 0 || ending.standing !== undefined))
      this.#clearButtons({ ...ending, ...known });
    await this.#sleepUntil(record.expiresAtMs);
    return isErased;
  }

  /** Until then, or until something else needs it. */
  async #sleepUntil(atMs: number): Promise<void> {
    await this.ctx.storage.setAlarm(this.#lasting.wakeBefore(atMs));
  }

  async #wakeBy(atMs: number): Promise<void> {
    const set = await this.ctx.storage.getAlarm();
    if (set === null || atMs < set) await this.ctx.storage.setAlarm(atMs);
  }

  #clearButtons({ messageId, ...of }: Pick<Offer, 'token' | 'home' | 'messageId'>): void {
    this.ctx.waitUntil(this.#connections.webhook(of).edit(messageId, { components: [] }));
  }

  #clearRow({ job, messageIds }: StandingAnswer): void {
    this.#clearButtons({ ...job, messageId: messageIds.at(-1) ?? ORIGINAL });
  }

  #shared() {
    const showPages = () => this.#pages.show();
    return { connections: this.#connections, store: this.#store, showPages };
  }
}
