/** Which model a chat request asks, and what is reserved for its call. */
import { type Catalogue, findPrice } from '../../../shared/catalogue/catalogue.ts';
import { onTerms, type Price } from '../../../shared/catalogue/price.ts';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import { boundInstructions } from '../conversation/prompt.ts';
import { frameAsked, longestLabel } from '../conversation/speakers.ts';
import { MAX_PASSAGE_TOKENS } from '../documents/passages.ts';
import type { Reserve } from '../limits/guard-store.ts';
import type { TokenEstimate } from '../limits/learned.ts';
import type { SettledSettings } from '../personas/settle.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';
import type { Services } from '../services.ts';
import type { CallBound } from './bound.ts';
import { chosenModel } from './chosen-model.ts';
import { memoryTokensFor } from './prompt-plan.ts';
import { reserveCall, wholeOf } from './reserve.ts';

export interface Measured {
  model: string;
  price: Price | undefined;
  estimate: TokenEstimate;
  /** Of instructions that are set, by their upper bound. */
  instructionTokens: number;
  reserve: Reserve;
  completionTokens: number;
}

/** What passages of documents take beside what was said before, in estimated tokens. */
const DOCUMENT_TOKENS = MAX_PASSAGE_TOKENS + 300;

/** `settings` undefined: not known yet. */
export function measure(
  { config, estimates }: Pick<Services, 'config' | 'estimates'>,
  chat: AcceptedChat,
  { fieldTokens, completionTokens }: CallBound,
  settings: SettledSettings | undefined,
): Measured {
  const { catalogue } = config;
  const isPerson = chat.caller !== undefined;
  const model = modelBy(catalogue, chat, settings) ?? catalogue.defaultName;
  const price = onTerms(findPrice(catalogue, model, null), chat.passed);
  const estimate = estimates.of(model);
  const instructionTokens = settings === undefined || !isPerson ? 0 : boundInstructions(settings);
  const reserve = reserveCall(
    {
      messages: mostAsked(chat),
      model,
      price,
      answerBound: { tokens: completionTokens },
      fieldTokens,
      instructionTokens,
      estimate,
      ...(chat.imageSizes === undefined ? {} : { imageSizes: chat.imageSizes }),
    },
    isPerson ? memoryTokensFor(config, chat) + (settings?.hasDocuments === true ? DOCUMENT_TOKENS : 0) : null,
  );
  return { model, price, estimate, instructionTokens, reserve, completionTokens };
}

/** Undefined: the operator's default. */
export function modelBy(
  catalogue: Pick<Catalogue, 'defaultName'>,
  chat: Pick<AcceptedChat, 'caller' | 'model'>,
  settings: SettledSettings | undefined,
): string | undefined {
  if (settings === undefined || chat.caller === undefined) return chat.model;
  return chosenModel(catalogue, chat, settings);
}

/**
 * Where a channel has one conversation for all, the question stands in a frame that names its person. Whether it has is known
 * for sure only with the history: a server may just have changed it.
 */
function mostAsked({ messages, caller, isPrivate }: AcceptedChat): readonly ChatMessage[] {
  const isFramed = caller !== undefined && caller.guild_id !== null && isPrivate !== true;
  return isFramed ? frameAsked(messages, longestLabel(caller.display_name ?? null)) : messages;
}

/** What the ledger says of a call until it has ended. */
export function reservedBy({ model, reserve, completionTokens }: Measured) {
  return { model, ...wholeOf(reserve, { tokens: completionTokens }) };
}
