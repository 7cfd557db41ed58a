/**
 * What all isolates share of one MCP server: its circuit, its list of tools, and the nonces of the requests about it. Written
 * without being waited for, as in llm: what a crash can lose is a failure that was counted, or a nonce of the last milliseconds.
 */
import { DurableObject } from 'cloudflare:workers';
import {
  admitCall,
  type CircuitOutcome,
  type CircuitState,
  closedCircuit,
  settleCall,
} from '../../../shared/circuit/circuit.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import { createStoredNonces, NONCE_PREFIX, UNCONFIRMED } from '../../../shared/signing/stored-nonces.ts';
import { type McpEnv, readMcpConfig } from '../config.ts';
import { CIRCUIT } from './circuit-settings.ts';
import type { Begun, McpServerRpc, StoredList, VerifiedNonce } from './rpc.ts';

const CIRCUIT_KEY = 'circuit';
const LIST_KEY = 'list';
/** About 2 MB: at a lifetime of ten minutes some 16 calls a second. */
const MAX_NONCES = 10_000;

export class McpServerState extends DurableObject<McpEnv> implements McpServerRpc {
  readonly #nonces = createStoredNonces(this.ctx.storage, MAX_NONCES);
  #circuit: CircuitState = closedCircuit();
  #list: StoredList | null = null;

  constructor(ctx: DurableObjectState, env: McpEnv) {
    super(ctx, env);
    void ctx.blockConcurrencyWhile(() => this.#restore());
  }

  async begin(nonce: VerifiedNonce | null, freshMs: number): Promise<Begun> {
    const now = Date.now();
    if (nonce !== null) {
      const verdict = this.#nonces.spend(nonce.value, nonce.expiresAtMs);
      if (verdict !== 'spent') return { nonce: verdict };
    }
    const list = this.#list;
    const isFailing = this.#circuit.kind !== 'closed' || this.#circuit.consecutiveFailures > 0;
    // Nothing is going to be asked: the slot of a probe stays free.
    if (list !== null && now - list.atMs < freshMs) {
      return { nonce: 'spent', admission: { admitted: true }, list, isFailing };
    }
    const { state, admission } = admitCall(this.#circuit, now, crypto.randomUUID(), CIRCUIT);
    this.#moveTo(state);
    return { nonce: 'spent', admission, list, isFailing };
  }

  async settle(outcome: CircuitOutcome, probeId: string | null): Promise<void> {
    const report = { outcome, successesBefore: 0, ...(probeId === null ? {} : { probeId }) };
    this.#moveTo(settleCall(this.#circuit, report, Date.now(), CIRCUIT));
  }

  async keepList(list: StoredList): Promise<void> {
    this.#list = list;
    void this.ctx.storage.put(LIST_KEY, list, UNCONFIRMED);
  }

  override async alarm(): Promise<void> {
    await this.#nonces.sweep(Date.now());
  }

  #moveTo(next: CircuitState): void {
    const before = this.#circuit;
    if (next === before) return;
    this.#circuit = next;
    void this.ctx.storage.put(CIRCUIT_KEY, next, UNCONFIRMED);
    if (next.kind === before.kind || next.kind === 'half-open') return;
    const { logLevel } = readMcpConfig(this.env);
    const target = this.ctx.id.name?.split(' ')[0] ?? 'unnamed';
    const log = createLogger({ worker: 'mcp', level: logLevel, fields: { target } });
    log.warn(next.kind === 'open' ? 'circuit.opened' : 'circuit.closed');
  }

  async #restore(): Promise<void> {
    const { storage } = this.ctx;
    const [nonces, circuit, list, alarm] = await Promise.all([
      storage.list<number>({ prefix: NONCE_PREFIX }),
      storage.get<CircuitState>(CIRCUIT_KEY),
      storage.get<StoredList>(LIST_KEY),
      storage.getAlarm(),
    ]);
    this.#nonces.restore(nonces, alarm);
    this.#circuit = circuit ?? closedCircuit();
    this.#list = list ?? null;
  }
}
