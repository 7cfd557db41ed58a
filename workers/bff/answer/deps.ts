/** What one answer is made with: everything outside it. */
import type { PriceFinder } from '../../../shared/catalogue/price.ts';
import type { ChatCompletionRequest } from '../../../shared/chat/completions.ts';
import type { EffectiveSettings } from '../../../shared/settings/effective.ts';
import type { GuardSession } from '../limits/cost-guard.ts';
import type { LearnedEstimates } from '../limits/learned.ts';
import type { ModelCall } from '../llm/call-model.ts';
import type { FailureReader } from '../llm/failure.ts';
import type { FinishDeps } from './finish.ts';
import type { Past, PrepareDeps } from './prepare.ts';
import type { RoundModeration } from './round.ts';

export interface AnswerDeps extends PrepareDeps, FinishDeps {
  guard: GuardSession;
  /**
   * A call is about to be made, the first being 0: the ledger has a row of it, also when its end is never told. Nobody waits
   * for it. Never rejects.
   */
  noteCall: (round: number) => Promise<void>;
  /** Rejects only with the reason of the aborted signal. */
  callModel: (request: ChatCompletionRequest, signal: AbortSignal) => Promise<ModelCall>;
  findPrice: PriceFinder;
  /** A chosen model that is no more is taken back; gives the one to tell the person of. Absent for clients. */
  takeBackDropped?: (past: Past) => string | null;
  /** Reads the failure in a frame of a stream; absent: as the frame says. */
  readFailure?: FailureReader;
  /** Begins to judge the question; null when nothing is judged here. Absent: nobody judges. */
  moderate?: ((settings: EffectiveSettings) => RoundModeration | null) | undefined;
  /** What a provider may find the prompts of one conversation by in its cache. Absent for clients, who name their own. */
  cacheKeyOf?: (conversationId: string) => Promise<string>;
  /** Called with what a provider has counted of a prompt. */
  learn?: LearnedEstimates['learn'];
  /** Runs `callback` every `ms` until the returned function is called. */
  every: (ms: number, callback: () => void) => () => void;
}
