/** The Durable Object around keeper.ts: storage, log and announcements. One per `provider/model`, found by that name. */
import { DurableObject } from 'cloudflare:workers';
import type { Admission, CircuitReport } from '../../../shared/circuit/circuit.ts';
import type { CircuitDetail, CircuitTransition, ForcedMode } from '../../../shared/contract/circuits.ts';
import { createLogger, type Logger } from '../../../shared/observe/log.ts';
import { GUARD_SHARDS } from '../access/shard.ts';
import { type LlmEnv, readLlmConfig } from '../config.ts';
import { type CircuitKeeper, createCircuitKeeper, type StoredCircuit } from './keeper.ts';
import type { CircuitBreakerRpc, CircuitSnapshot } from './rpc.ts';
import { circuitSettings } from './settings.ts';

const KEY = 'circuit';

export class CircuitBreaker extends DurableObject<LlmEnv> implements CircuitBreakerRpc {
  #keeper: CircuitKeeper | undefined;

  constructor(ctx: DurableObjectState, env: LlmEnv) {
    super(ctx, env);
    void ctx.blockConcurrencyWhile(async () => {
      this.#keeper = this.#createKeeper(await ctx.storage.get<StoredCircuit>(KEY));
    });
  }

  async admit(): Promise<{ admission: Admission; snapshot: CircuitSnapshot }> {
    return this.#open().admit();
  }

  async settle(report: CircuitReport): Promise<CircuitSnapshot> {
    return this.#open().settle(report);
  }

  async inspect(): Promise<CircuitDetail> {
    return this.#open().inspect();
  }

  async force(mode: ForcedMode): Promise<CircuitDetail> {
    return this.#open().force(mode);
  }

  #open(): CircuitKeeper {
    if (this.#keeper === undefined)
      throw new Error('The runtime delivers nothing before the constructor is done');
    return this.#keeper;
  }

  #createKeeper(stored: StoredCircuit | undefined): CircuitKeeper {
    const config = readLlmConfig(this.env);
    const target = this.ctx.id.name ?? 'unnamed';
    const log = createLogger({ worker: 'llm', level: config.logLevel, fields: { target } });
    return createCircuitKeeper(
      {
        target,
        settings: circuitSettings(config, target),
        now: Date.now,
        createProbeId: () => crypto.randomUUID(),
        // Not confirmed before we answer: losing a transition to a crash costs one more failure, waiting costs every call.
        save: (record) => void this.ctx.storage.put(KEY, record, { allowUnconfirmed: true }),
        onTransition: (transition, snapshot) => {
          logTransition(log, transition);
          this.ctx.waitUntil(this.#announce(target, snapshot));
        },
      },
      stored,
    );
  }

  /** Tells the replay guards, which every request passes anyway: so isolates hear of an open circuit without asking. */
  async #announce(target: string, snapshot: CircuitSnapshot): Promise<void> {
    await Promise.allSettled(
      GUARD_SHARDS.map((shard) => this.env.REPLAY_GUARD.getByName(shard).announce({ target, snapshot })),
    );
  }
}

function logTransition(log: Logger, { to, reason }: CircuitTransition): void {
  switch (to) {
    case 'open':
      log.warn('circuit.opened', { reason });
      break;
    case 'half-open':
      log.info('circuit.half_opened', { reason });
      break;
    case 'closed':
      log.warn('circuit.closed', { reason });
      break;
  }
}
