/** What is asked of a delivery about the actions that it has proposed. Plain data: it crosses an RPC boundary. */
import type { Refused } from '../delivery/rights.ts';
import type { ActionRow } from '../discord/message.ts';

export interface ActionDecision {
  /** Among the actions of the delivery. */
  index: number;
  decision: 'approve' | 'decline';
  /** What was chosen, where a time zone was asked for. */
  timeZone?: string;
  /** What the person and Libra may do in this place now. */
  allowed: readonly string[];
}

/** How an action is shown. */
export interface ActionMessage {
  content: string;
  components: ActionRow[];
}

export type ActionVerdict =
  /** How the message looks from now on; `state`: for the log. */
  | { kind: 'shown'; state: string; message: ActionMessage }
  /** An earlier press is being carried out, and its end will be shown. */
  | { kind: 'busy' }
  /** Not known any more. */
  | { kind: 'gone' }
  /** The person, or Libra, may not do that here. */
  | { kind: 'not_allowed' }
  | { kind: Refused };
