/** A plan of an accepted chat request: what is asked of the model, by whom, within which bounds. */
import { findPrice, firstNameOf } from '../../../shared/catalogue/catalogue.ts';
import type { ChatOptions } from '../../../shared/chat/completions.ts';
import type { SearchAccount } from '../documents/search-account.ts';
import { spacesFor } from '../documents/spaces.ts';
import { searchDocuments } from '../knowledge/look-up.ts';
import { BYTES_PER_TOKEN } from '../limits/bound.ts';
import { estimatePrompt } from '../limits/learned.ts';
import type { SettledSettings } from '../personas/settle.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';
import { showsImages } from '../request/models/vision.ts';
import type { Services } from '../services.ts';
import type { Tool } from '../tools/tool.ts';
import type { AnswerBound, CallBound } from './bound.ts';
import { chosenModel } from './chosen-model.ts';
import type { Measured } from './measure.ts';
import { ownToolsOf } from './own-tools.ts';
import { type AnswerBook, createPassageBook } from './passage-book.ts';
import type { AnswerPlan } from './plan.ts';
import { createPromptPlan } from './prompt-plan.ts';
import { chargeSoFar } from './reserve.ts';
import { billThoughts } from './thoughts.ts';

export interface PlanContext {
  answerBound: AnswerBound;
  callBound: CallBound;
  /** Of the first round. */
  fields: ChatOptions;
  tools: readonly Tool[];
  measured: Measured;
  /** Undefined: not known yet. */
  settings: SettledSettings | undefined;
  searches: SearchAccount;
  /** The person's; null for clients. */
  pseudonym: string | null;
  /** Unix milliseconds. */
  startedAtMs: number;
}

export function createPlan(services: Services, chat: AcceptedChat, context: PlanContext): AnswerPlan {
  const { config, now } = services;
  const { answerBound, callBound, startedAtMs } = context;
  const book = createPassageBook();
  return {
    model: chat.model,
    defaultModel: config.catalogue.defaultName,
    ...askedBy(services, chat, context),
    chargeOf: chargeOfCall(services, context),
    passed: chat.passed,
    ...(chat.droppable === undefined ? {} : { droppable: chat.droppable }),
    streamOptions: chat.streamOptions,
    answerBound,
    callBound,
    ...(chat.imageSizes === undefined ? {} : { imageSizes: chat.imageSizes }),
    book,
    ...lineOf(chat, context.pseudonym),
    ...ownToolsOf(services, chat, {
      ...context,
      model: context.measured.model,
      documents: documentsOf(services, chat, context.searches, book),
    }),
    isBare: !chat.wantsLibra,
    stream: chat.stream,
    paceMs: chat.paceMs,
    // Settings may have been waited for.
    timeoutMs: Math.min(chat.timeoutMs, config.answerTimeoutMs) - (now() - startedAtMs),
  };
}

type AskedBy = Pick<
  AnswerPlan,
  | 'requester'
  | 'buildPrompt'
  | 'buildShorterPrompt'
  | 'findFault'
  | 'modelFor'
  | 'optionsFor'
  | 'hasSpeech'
  | 'inlinesImages'
>;

/** A client says all of its prompt itself. */
function askedBy(
  { config }: Services,
  chat: AcceptedChat,
  { measured: { estimate, instructionTokens }, startedAtMs }: PlanContext,
): AskedBy {
  const { caller } = chat;
  if (caller === undefined) return { requester: 'client', buildPrompt: () => chat.messages };
  return {
    requester: 'person',
    ...createPromptPlan(config, chat, caller, { nowMs: startedAtMs, estimate, instructionTokens }),
    modelFor: ({ settings }) => chosenModel(config.catalogue, chat, settings),
    optionsFor: ({ settings: { persona } }) =>
      persona?.temperature == null || chat.passed.temperature !== undefined
        ? {}
        : { temperature: persona.temperature },
    hasSpeech: firstNameOf(config.catalogue, 'speech') !== undefined,
    ...(showsImages(chat.messages) ? { inlinesImages: true } : {}),
  };
}

function chargeOfCall(
  { config }: Services,
  { measured: { price, estimate }, callBound: { fieldTokens, completionTokens } }: PlanContext,
): AnswerPlan['chargeOf'] {
  const priceOf = (name: string, provider: string | null) => findPrice(config.catalogue, name, provider);
  return (prompt, { written, thoughts }) =>
    chargeSoFar({
      promptTokens: estimatePrompt(prompt, estimate) + Math.ceil(fieldTokens / BYTES_PER_TOKEN),
      writtenTokens: estimate(written) + billThoughts(thoughts, completionTokens, priceOf).tokens,
      price,
      answerBound: { tokens: completionTokens },
    });
}

/** A name that no other person's conversation has, whatever it is called. */
function lineOf({ realtime }: AcceptedChat, pseudonym: string | null): Pick<AnswerPlan, 'line'> {
  if (realtime === undefined || pseudonym === null) return {};
  return { line: { name: `${pseudonym}.${realtime.talk}`, heardMs: realtime.heardMs } };
}

/** Null: there are none for a client. */
function documentsOf(
  services: Services,
  { caller, isPrivate }: AcceptedChat,
  searches: SearchAccount,
  book: AnswerBook,
) {
  if (caller === undefined) return null;
  const spaces = spacesFor({ caller, isPrivate });
  return {
    search: (query: string) => searches.count(searchDocuments(services, caller, spaces, query)),
    book,
  };
}
