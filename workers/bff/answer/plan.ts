/** What one request asks for: which model, with which prompt, within which bounds. */
import type { ChatOptions, StreamOptions } from '../../../shared/chat/completions.ts';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Charge } from '../limits/guard-store.ts';
import type { ImageSizes } from '../limits/image-size.ts';
import type { AnswerBound, CallBound } from './bound.ts';
import type { Requester } from './closing.ts';
import type { Collected } from './collect.ts';
import type { AnswerBook } from './passage-book.ts';
import type { Past } from './prepare.ts';
import type { OwnTools } from './round-tools.ts';

export interface AnswerPlan {
  /** The model asked for; undefined for the default. */
  model: string | undefined;
  defaultModel: string;
  /** `windowTokens`: the most that what was said before may have, by its upper bound. */
  buildPrompt: (past: Past, windowTokens: number) => ChatMessage[];
  /** With less of what was said before; null when there is nothing to leave out. Absent for clients. */
  buildShorterPrompt?: (past: Past, windowTokens: number) => ChatMessage[] | null;
  /** The model that settings choose; undefined for the default. Absent: `model` says it. */
  modelFor?: (past: Past) => string | undefined;
  /** Fields of the call that settings choose; a provider that refuses them may do without. Absent: none. */
  optionsFor?: (past: Past) => ChatOptions;
  /** Why there can be no prompt; null when there can. Absent when there always can. */
  findFault?: (past: Past) => Failure | null;
  /** What a call with this prompt has used when so much has come of it, by estimate. */
  chargeOf: (prompt: readonly ChatMessage[], made: Pick<Collected, 'written' | 'thoughts'>) => Charge;
  /** Fields of the request that go to the model as they are. */
  passed: ChatOptions;
  /** Those of them that a provider which refuses them may do without. Absent: none. */
  droppable?: readonly (keyof ChatOptions)[];
  streamOptions: StreamOptions;
  /** The most that one call may write: what is reserved for it, and what the provider is held to. */
  answerBound: AnswerBound;
  /** What a call can use beside its messages. */
  callBound: CallBound;
  /** Of images that are given by their address. */
  imageSizes?: ImageSizes;
  /** A provider that cannot fetch the images may get them as data. */
  inlinesImages?: true;
  /** Libra's own, which the model may call. Absent: none. */
  tools?: OwnTools;
  /** The live conversation at a realtime model that it belongs to. Absent: none. */
  line?: { name: string; heardMs: number | null };
  /** The passages that the answer may cite. Absent for clients. */
  book?: AnswerBook;
  /** The client wants nothing of Libra's own in its chunks. */
  isBare: boolean;
  requester: Requester;
  /** A model for speech is set up. Absent for clients. */
  hasSpeech?: boolean;
  /** The client gets the answer as it is written. */
  stream: boolean;
  /** Its reader takes the text in windows of so many milliseconds; undefined for at once. */
  paceMs: number | undefined;
  /** Milliseconds for the whole request. */
  timeoutMs: number;
}
