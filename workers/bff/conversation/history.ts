/** What was said before, as the model is shown it. Pure. */
import { estimateTokens } from '../../../shared/text/estimate-tokens.ts';
import { fromMessageRow, type MessageRow, type RememberedMessage } from './message-row.ts';

export interface PastMessage extends MessageRow {
  tokens: number;
  /** True of a question whose answer is still being written. */
  pending: boolean;
  /** Who has asked, in a conversation of a whole channel; elsewhere null. */
  speaker_id?: string | null;
  speaker_name?: string | null;
}

/** Stands in the place of the missing answer, so that the model answers the newest question and not this one. */
const PENDING_NOTE = '[This message is being answered separately.]';
const NOTE: RememberedMessage = {
  message: { role: 'assistant', content: PENDING_NOTE },
  tokens: estimateTokens(PENDING_NOTE),
};

/** Both newest first. */
export function withPendingNotes(newestFirst: readonly PastMessage[]): RememberedMessage[] {
  return newestFirst.flatMap((past) => (past.pending ? [NOTE, toRemembered(past)] : [toRemembered(past)]));
}

export function toRemembered({
  tokens,
  pending: _,
  speaker_id: _id,
  speaker_name: _name,
  ...row
}: PastMessage): RememberedMessage {
  return { message: fromMessageRow(row), tokens };
}
