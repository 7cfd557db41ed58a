/**
 * What a tool that writes wants to do. A call of one runs nothing: the bff proposes it with the answer, the person who asked
 * decides by a button in Discord, and only then is it carried out, once: by the bot itself (`by: 'bot'`), or by the bff at a
 * signed call of the bot's (`by: 'bff'`). docs/tools-approval.md tells the whole of it.
 */
import type { JsonRecord } from '../json.ts';
import type { Caller } from './caller.ts';

export interface ProposedAction {
  /** `1`, `2`, …: unique in its answer. Never the model's own id of the call, which may repeat. */
  id: string;
  /** The tool's name. */
  tool: string;
  by: 'bot' | 'bff';
  /** What is to be done, and all of it: the person is shown every argument. Of one `by: 'bff'` it meets the tool's schema. */
  args: JsonRecord;
  /** Of a tool that is not Libra's own: the name of the server that it belongs to. */
  server?: string;
  /** The model had read text of others by then, which may have led it: a press is needed whatever the action is. */
  after_reading?: true;
}

/** Of one answer. A person who is asked more often than that stops reading what they agree to. */
export const MAX_PROPOSALS = 3;
/** UTF-16 units of the arguments as JSON: they are shown in full, in one message. */
export const MAX_ARGUMENTS_CHARS = 1_500;

/** bot → bff, POST, signed as the bot, body `ActionRunRequest`, answer `ActionRunResponse`: the person has approved it. */
export const ACTION_RUN_PATH = '/v1/actions/run';

/** The bot sends it at most once for each approved action, whatever comes of it. */
export interface ActionRunRequest {
  libra: { caller: Caller };
  /** Names the approved action, for a receiver that can tell repeats: `<delivery>.<id>`. */
  idempotency_key: string;
  tool: string;
  args: JsonRecord;
}

export interface ActionRunResponse {
  /** False: it was not done, or not wholly. */
  ok: boolean;
  /** What the tool has said: text from outside. */
  content: string;
}
