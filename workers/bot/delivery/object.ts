/**
 * One object an interaction: it takes the answer from the model to the channel, long after Discord's 3 seconds are over.
 * A thin shell: storage, alarm and timers are here, every decision is in record.ts, deliver.ts and recover.ts.
 *
 * The watchdog alarm is set in the same write as the job, so there is no moment at which a delivery exists without
 * one. A write holds back every outgoing request until it is durable (Durable Objects' output gate), so a phase is on disk
 * before Discord sees what it tells of.
 */
import { DurableObject } from 'cloudflare:workers';
import { createLogger, errorName, type Logger } from '../../../shared/observe/log.ts';
import { continueTrace } from '../../../shared/observe/trace.ts';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { sleep } from '../../../shared/time/wait.ts';
import type { BffAccess } from '../bff/access.ts';
import { ask } from '../bff/ask.ts';
import { createBffClient } from '../bff/client.ts';
import { fetchExport } from '../bff/export.ts';
import { type BotConfig, botConfigOf } from '../config.ts';
import { createInteractionWebhook, type InteractionWebhook } from '../discord/webhook.ts';
import { textsFor } from '../locale/choose.ts';
import type { FollowingAction } from '../message/custom-id.ts';
import { closeMessage } from './close.ts';
import { type DeliverDeps, deliver, ERASED, endingOf } from './deliver.ts';
import type { DeliveryEnv } from './env.ts';
import { deliverExport } from './export.ts';
import { exportWithDeliveries } from './export-deliveries.ts';
import { forgetTurn, isUnseen } from './forget.ts';
import type {
  AcceptVerdict,
  ClaimVerdict,
  DeliveryJob,
  FollowingJob,
  FollowVerdict,
  HeldByDelivery,
  ReplyDeliveryRpc,
  StopVerdict,
} from './job.ts';
import {
  beginRecord,
  claimRecord,
  closedRecord,
  confirmShown,
  type DeliveryEnding,
  type DeliveryRecord,
  decideWake,
  endRecord,
  enterPhase,
  eraseRecord,
  followingTask,
  heldIn,
  type Offer,
  type RunningRecord,
  readRecord,
  rerun,
  takeOffer,
  WATCHDOG_MS,
} from './record.ts';
import { recover } from './recover.ts';
import { logDelivery, logExport } from './report.ts';
import { judgePress, ownerIn, type Press } from './rights.ts';

const RECORD = 'delivery';
const NOTHING_OFFERED: DeliveryEnding = { actions: [], messageId: '', shown: '' };

export class ReplyDelivery extends DurableObject<DeliveryEnv> implements ReplyDeliveryRpc {
  /** Present while the delivery runs in this isolate. */
  #stop: AbortController | null = null;

  async accept(job: DeliveryJob): Promise<AcceptVerdict> {
    const known = this.#load();
    if (known?.state === 'ended' && known.isErased) return this.#refuseErased(job);
    if (known !== undefined) return 'duplicate';
    // No await between the two writes: they are committed together, or not at all.
    this.#save(beginRecord(job));
    const armed = this.ctx.storage.setAlarm(Date.now() + WATCHDOG_MS);
    this.#start(job, (stop) => this.#run(job, stop));
    await armed;
    return 'accepted';
  }

  async claim(nowMs: number): Promise<ClaimVerdict> {
    if (this.#load() !== undefined) return 'again';
    const record = claimRecord(nowMs);
    this.#save(record);
    await this.ctx.storage.setAlarm(record.expiresAtMs);
    return 'first';
  }

  async stop(press: Press): Promise<StopVerdict> {
    const record = this.#load();
    if (record?.state !== 'running') return 'ended';
    const by = judgePress('stop', press, ownerIn(record.job.caller));
    if (by === 'forbidden' || by === 'forged') return by;
    if (this.#stop === null) await this.alarm();
    else this.#stop.abort();
    return 'stopping';
  }

  async follow(action: FollowingAction, press: FollowingJob): Promise<FollowVerdict> {
    const record = this.#load();
    if (record?.state !== 'ended' || Date.now() >= record.expiresAtMs) return 'gone';
    const { offer, takenBy } = record;
    // The same press once more: it is answered like the first time.
    if (takenBy === press.interactionId) return 'duplicate';
    if (offer?.owner === undefined || !offer.actions.includes(action)) return 'gone';
    const by = judgePress(action, press.press, offer.owner);
    if (by === 'forbidden' || by === 'forged') return by;
    // Before anything is waited for: another press may come meanwhile.
    this.#save(takeOffer(record, press));
    const { prompt: _prompt, answerId: _answerId, press: _press, ...job } = press;
    let verdict: AcceptVerdict;
    try {
      const task = followingTask(action, offer, press, by);
      verdict = await this.env.REPLY_DELIVERY.getByName(job.interactionId).accept({ ...job, task });
    } catch (error) {
      // Unless it has been erased meanwhile.
      if (this.#isTakenBy(press)) this.#save(record);
      throw error;
    }
    // The buttons go; should that fail, a second press finds the offer spent.
    this.#clearButtons(offer);
    return verdict;
  }

  async erase(): Promise<void> {
    const record = this.#load();
    const erased = eraseRecord(record, Date.now());
    this.#save(erased);
    if (erased.state === 'ended') {
      if (record === undefined) await this.ctx.storage.setAlarm(erased.expiresAtMs);
      if (record?.state === 'ended' && record.offer !== null) this.#clearButtons(record.offer);
      return;
    }
    if (this.#stop === null) this.#start(erased.job, () => this.#close(erased));
    else this.#stop.abort(ERASED);
  }

  async held(): Promise<HeldByDelivery> {
    return heldIn(this.#load());
  }

  override async alarm(): Promise<void> {
    const record = this.#load();
    const decision = decideWake(record, { nowMs: Date.now(), runningHere: this.#stop !== null });
    switch (decision.kind) {
      case 'erase':
        if (record?.state === 'running') this.#log(record.job).error('delivery.expired');
        await this.ctx.storage.deleteAll();
        return;
      case 'wait':
        await this.ctx.storage.setAlarm(decision.untilMs);
        return;
      case 'close':
        await this.#close(record as RunningRecord);
        return;
      case 'watch':
        break;
      case 'run':
      case 'finish': {
        const { job, runs } = record as RunningRecord;
        this.#log(job).warn('delivery.resumed', { decision: decision.kind, runs });
        this.#start(job, (stop) =>
          decision.kind === 'run'
            ? this.#runAgain(record as RunningRecord, stop)
            : this.#finish(record as RunningRecord, decision.mayRun, stop),
        );
        break;
      }
    }
    await this.ctx.storage.setAlarm(Date.now() + WATCHDOG_MS);
  }

  /** Work that outlives the call which began it; at most one at a time. A bug in it still ends the delivery. */
  #start(job: DeliveryJob, work: (stop: AbortSignal) => Promise<void>): void {
    const stop = new AbortController();
    this.#stop = stop;
    const done = work(stop.signal)
      .catch(async (error: unknown) => {
        this.#log(job).error('delivery.crashed', { error: errorName(error) });
        const record = this.#load();
        if (record?.state === 'running') await this.#finish(record, false, stop.signal);
      })
      .catch((error: unknown) => this.#log(job).error('delivery.crashed', { error: errorName(error) }))
      .finally(() => {
        this.#stop = null;
      });
    this.ctx.waitUntil(done);
  }

  async #runAgain(record: RunningRecord, stop: AbortSignal): Promise<void> {
    this.#save(rerun(record));
    await this.#run(record.job, stop);
  }

  async #run(job: DeliveryJob, stop: AbortSignal): Promise<void> {
    const startedAtMs = Date.now();
    const { task } = job;
    switch (task.kind) {
      case 'answer': {
        const report = await deliver(
          job,
          {
            ...this.#deps(job),
            ask: (options) => ask({ ...job, ...task }, options, this.#bff()),
          },
          stop,
        );
        const isErased = await this.#end(job, endingOf(report));
        logDelivery(this.#log(job), report, Date.now() - startedAtMs);
        if (isUnseen(report) && !isErased) await this.#forget(job);
        return;
      }
      case 'export': {
        const report = await deliverExport(job, {
          ...this.#deps(job),
          fetchExport: () =>
            exportWithDeliveries(
              { ...job, ...task },
              {
                fetchExport: (request) => fetchExport(request, this.#bff()),
                delivery: (id) => this.env.REPLY_DELIVERY.getByName(id),
              },
            ),
        });
        await this.#end(job, NOTHING_OFFERED);
        logExport(this.#log(job), report, Date.now() - startedAtMs);
        return;
      }
    }
  }

  /** Its isolate is gone, or its end does not come: one edit is tried, and nothing is kept. */
  async #close(record: RunningRecord): Promise<void> {
    const { job, phase } = record;
    this.#log(job).info('delivery.closed', { phase });
    const closed = closedRecord(job);
    this.#save(closed);
    await this.ctx.storage.setAlarm(closed.expiresAtMs);
    await closeMessage(record, this.#deps(job));
  }

  /** It was on its way when its person had everything erased. */
  async #refuseErased(job: DeliveryJob): Promise<AcceptVerdict> {
    this.ctx.waitUntil(this.#close(beginRecord(job)));
    return 'accepted';
  }

  async #finish(record: RunningRecord, mayRun: boolean, stop: AbortSignal): Promise<void> {
    const { job } = record;
    const recovery = await recover(record, mayRun, this.#deps(job));
    this.#log(job).warn('delivery.recovered', { outcome: recovery.kind });
    switch (recovery.kind) {
      case 'untouched':
        return this.#runAgain(record, stop);
      case 'finished':
        await this.#end(job, recovery);
        return;
      case 'already_final':
      case 'gone':
        await this.#end(job, NOTHING_OFFERED);
        return;
      case 'later':
        return;
    }
  }

  /** True when its person has had everything erased meanwhile: then nothing is kept, and nothing offered. */
  async #end(job: DeliveryJob, ending: DeliveryEnding): Promise<boolean> {
    const before = this.#load();
    const isErased = before?.state === 'ended' || before?.erasedAtMs !== undefined;
    const record = isErased ? closedRecord(job) : endRecord(job, ending);
    this.#save(record);
    if (isErased && ending.actions.length > 0) this.#clearButtons({ ...ending, token: job.token });
    await this.ctx.storage.setAlarm(record.expiresAtMs);
    return isErased;
  }

  #clearButtons({ token, messageId }: Pick<Offer, 'token' | 'messageId'>): void {
    this.ctx.waitUntil(this.#webhook(token).edit(messageId, { components: [] }));
  }

  #isTakenBy({ interactionId }: FollowingJob): boolean {
    const record = this.#load();
    return record?.state === 'ended' && record.takenBy === interactionId;
  }

  #forget(job: DeliveryJob): Promise<void> {
    const bff = createBffClient({ ...this.#bff(), traceparent: job.traceparent });
    return forgetTurn({
      forget: () => bff.forget(job.caller, job.interactionId),
      sleep,
      log: this.#log(job),
    });
  }

  #bff(): BffAccess {
    return {
      fetch: (request: Request) => this.env.BFF.fetch(request),
      signer: createRequestSigner({ secret: this.#config().sharedSecret, name: 'bot' }),
    };
  }

  #deps(job: DeliveryJob): Omit<DeliverDeps, 'ask'> {
    return {
      webhook: this.#webhook(job.token),
      texts: textsFor(job.caller.locale),
      now: Date.now,
      sleep,
      onPosting: (phase) => this.#update((record) => enterPhase(record, phase)),
      onOriginalShown: (kind) => this.#update((record) => confirmShown(record, kind)),
      onFollowUp: (id) => this.#update((record) => ({ ...record, followUpIds: [...record.followUpIds, id] })),
    };
  }

  #webhook(token: string): InteractionWebhook {
    const { discordApiBaseUrl, applicationId, version } = this.#config();
    return createInteractionWebhook({
      apiBaseUrl: discordApiBaseUrl,
      applicationId,
      token,
      version,
      fetch: (request) => fetch(request),
    });
  }

  #config(): BotConfig {
    return botConfigOf(this.env);
  }

  #log(job: DeliveryJob): Logger {
    return createLogger({
      worker: 'bot',
      trace: continueTrace(job.traceparent),
      level: this.#config().logLevel,
      fields: { interactionId: job.interactionId },
    });
  }

  #load(): DeliveryRecord | undefined {
    return readRecord(this.ctx.storage.kv.get<DeliveryRecord>(RECORD));
  }

  #save(record: DeliveryRecord): void {
    this.ctx.storage.kv.put(RECORD, record);
  }

  #update(change: (record: RunningRecord) => RunningRecord | null): void {
    const record = this.#load();
    const next = record?.state === 'running' ? change(record) : null;
    if (next !== null) this.#save(next);
  }
}
