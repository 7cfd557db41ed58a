/** What the sessions' object is asked. */
import type { OperatorIdentity } from '../../../shared/contract/operator.ts';

export interface Session {
  operator: OperatorIdentity;
  /** In every form of the session: what another page sends does not have it. */
  formToken: string;
}

export interface ConsoleSessionsRpc {
  open(session: {
    tokenHash: string;
    /** As `hashVisitor` gives it. */
    agentHash: string;
    operator: OperatorIdentity;
    formToken: string;
  }): Promise<void>;
  /** Null: there is none, it has ended, or another browser shows it, which ends it. */
  find(shown: { tokenHash: string; agentHash: string }): Promise<Session | null>;
  close(tokenHash: string): Promise<void>;
  /** All sessions of a key; how many there were. */
  closeAll(keyId: number): Promise<number>;
}
