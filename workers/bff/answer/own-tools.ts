/** Libra's own tools in a chat request: which may be offered, what they take of a prompt, and what they run with. */
import { findPrice } from '../../../shared/catalogue/catalogue.ts';
import { onTerms } from '../../../shared/catalogue/price.ts';
import type { ChatOptions } from '../../../shared/chat/completions.ts';
import { BYTES_PER_TOKEN, boundTokens } from '../limits/bound.ts';
import type { LearnedEstimates } from '../limits/learned.ts';
import type { SettledSettings } from '../personas/settle.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';
import type { Services } from '../services.ts';
import { offeredTo } from '../tools/offered.ts';
import { randomInt } from '../tools/random-int.ts';
import { withTools } from '../tools/request-fields.ts';
import { createSearchDocuments, type SearchDocumentsDeps } from '../tools/search-documents.ts';
import type { Tool } from '../tools/tool.ts';
import { type AnswerBound, boundCall, type CallBound } from './bound.ts';
import { modelBy } from './measure.ts';
import { type AnswerBook, createPassageBook } from './passage-book.ts';
import { boundOfCall } from './reserve.ts';
import type { OwnTools } from './round-tools.ts';

/** The fields of the first round and what they bound. `settings` undefined: not known yet. */
export function boundWithTools(
  services: Services,
  chat: AcceptedChat,
  answerBound: AnswerBound,
  { settings, tools }: { settings: SettledSettings | undefined; tools: readonly Tool[] },
): { callBound: CallBound; fields: ChatOptions } {
  const { catalogue } = services.config;
  const model = modelBy(catalogue, chat, settings);
  const offered = offeredTo(toolsFor(tools, chat, settings, null), catalogue, { ...chat, model });
  const fields = withTools(chat.passed, offered, { isFirst: true, offersTools: true });
  const { fieldTokens, completionTokens } = boundCall(chat.passed, answerBound);
  return { callBound: { fieldTokens: fieldTokens + boundOffered(offered), completionTokens }, fields };
}

/** They are only measured. */
const NOWHERE: SearchDocumentsDeps = {
  search: () => Promise.reject(new Error('A tool that is measured is not run')),
  book: createPassageBook(),
};

/** With the search of documents where there are some. */
function toolsFor(
  tools: readonly Tool[],
  { caller }: AcceptedChat,
  settings: SettledSettings | undefined,
  documents: SearchDocumentsDeps | null,
): readonly Tool[] {
  if (caller === undefined || settings?.hasDocuments !== true) return tools;
  return [...tools, createSearchDocuments(documents ?? NOWHERE)];
}

/** A client may write anything; this text is Libra's, and almost all of it English: no tokenizer makes a token of each byte. */
const BYTES_PER_OWN_TOKEN = 2;
/** What a provider writes around the tools. */
const FRAME_TOKENS = 64;

function boundOffered(offered: readonly Tool[]): number {
  if (offered.length === 0) return 0;
  const boundOf = (tools: readonly Tool[]) =>
    boundTokens(JSON.stringify(withTools({}, tools, { isFirst: true, offersTools: true }).tools ?? []));
  const own = boundOf(offered.filter(({ isForeign }) => isForeign !== true));
  const foreign = boundOf(offered.filter(({ isForeign }) => isForeign === true));
  return Math.ceil(own / BYTES_PER_OWN_TOKEN) + foreign + FRAME_TOKENS;
}

/** A provider counts the tools that are offered with the prompt. */
export function learnWithout(
  { estimates }: Pick<Services, 'estimates'>,
  { tools }: ChatOptions,
): LearnedEstimates['learn'] {
  const ofTools = tools === undefined ? 0 : Math.ceil(boundTokens(JSON.stringify(tools)) / BYTES_PER_TOKEN);
  return (model, prompt, counted) => estimates.learn(model, prompt, counted - ofTools);
}

/** Absent where the call was not bounded with them: then none may be offered, whatever the model. */
export function ownToolsOf(
  services: Services,
  chat: AcceptedChat,
  {
    tools: toolset,
    fields,
    callBound,
    model,
    settings,
    documents,
  }: {
    tools: readonly Tool[];
    fields: ChatOptions;
    callBound: CallBound;
    model: string;
    settings: SettledSettings | undefined;
    /** Null: there are none for this caller. */
    documents: (SearchDocumentsDeps & { book: AnswerBook }) | null;
  },
): { tools?: OwnTools } {
  if (fields === chat.passed) return {};
  const { log, now } = services;
  const { catalogue } = services.config;
  // What an MCP server says of its tools is text of others, too, and stands in the prompt from the first round on.
  const isShownForeign = toolset.some(({ isForeign }) => isForeign === true);
  const tools: OwnTools = {
    // Settings that were not known when the tools were gathered are known by now.
    offeredFor: (asked, { toolsOff }) =>
      offeredTo(toolsFor(toolset, chat, settings, documents), catalogue, {
        ...chat,
        model: asked,
      }).filter(({ name }) => !toolsOff.includes(name)),
    context: {
      now,
      randomInt,
      locale: chat.caller?.locale ?? 'en',
      caller: chat.caller ?? null,
      hasRead: () =>
        chat.remembered !== undefined ||
        isShownForeign ||
        (documents?.book.sources()?.passages.length ?? 0) > 0,
      ...(chat.isPrivate === true && chat.caller?.direct !== true ? { isHidden: true as const } : {}),
      fetch: (input, init) => fetch(input, init),
    },
    onRan: (ran) => log.info('tool.finished', { ...ran }),
    boundOf: (messages) =>
      boundOfCall({
        messages,
        model,
        price: onTerms(findPrice(catalogue, model, null), chat.passed),
        answerBound: { tokens: callBound.completionTokens },
        fieldTokens: callBound.fieldTokens,
        ...(chat.imageSizes === undefined ? {} : { imageSizes: chat.imageSizes }),
      }),
  };
  return { tools };
}
