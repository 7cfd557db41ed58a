/** What the Worker and its `McpServerState` objects say to each other. */
import type { Admission, CircuitOutcome } from '../../../shared/circuit/circuit.ts';
import type { McpTool } from '../../../shared/contract/mcp.ts';
import type { NonceVerdict } from '../../../shared/signing/nonce-book.ts';

export interface StoredList {
  /** Unix milliseconds when the server gave it. */
  atMs: number;
  tools: McpTool[];
}

/** A verified nonce. `expiresAtMs`: Unix milliseconds until when its signature is accepted. */
export interface VerifiedNonce {
  value: string;
  expiresAtMs: number;
}

export type Begun =
  | { nonce: Exclude<NonceVerdict, 'spent'> }
  | {
      nonce: 'spent';
      admission: Admission;
      list: StoredList | null;
      /** A success is worth reporting, too. */
      isFailing: boolean;
    };

/** One object per server of the operator's list, found by its name and address. */
export interface McpServerRpc {
  /**
   * Spends the nonce, if one is given, and says whether the server may be asked. `freshMs`: a stored list that is younger will do,
   * so that nothing is asked.
   */
  begin(nonce: VerifiedNonce | null, freshMs: number): Promise<Begun>;
  settle(outcome: CircuitOutcome, probeId: string | null): Promise<void>;
  keepList(list: StoredList): Promise<void>;
}
