/** Composition: an accepted chat request in terms of this isolate's services, as an answer that has begun. */
import { findChain, findPrice, firstNameOf, modelsOf } from '../../../shared/catalogue/catalogue.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { pseudonymise } from '../../../shared/observe/pseudonym.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import { every } from '../../../shared/time/wait.ts';
import type { Identity } from '../access/authenticate.ts';
import type { TurnMessage } from '../conversation/message-row.ts';
import { createSearchAccount } from '../documents/search-account.ts';
import { spacesFor } from '../documents/spaces.ts';
import { fingerprintOf, NEVER_COMPARED } from '../idempotency/fingerprint.ts';
import { requestKeyOf } from '../idempotency/key.ts';
import { searchDocuments } from '../knowledge/look-up.ts';
import { type Account, accountOfApiKey, accountOfCaller, limitedBy } from '../limits/account.ts';
import { BYTES_PER_TOKEN } from '../limits/bound.ts';
import type { GuardSession } from '../limits/cost-guard.ts';
import type { GuardRequest } from '../limits/guard-store.ts';
import { estimatePrompt } from '../limits/learned.ts';
import { callModel } from '../llm/call-model.ts';
import { type FailureReader, readChainFailure, readModelFailure } from '../llm/failure.ts';
import { createOwnFailureReader } from '../llm/own-fault.ts';
import { moderationOf } from '../moderation/compose.ts';
import type { SettledSettings } from '../personas/settle.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';
import { showsImages, visionFault } from '../request/models/vision.ts';
import type { Services } from '../services.ts';
import { takeBackDropped } from '../settings/dropped-model.ts';
import { NO_SETTINGS } from '../settings/scopes.ts';
import { createToolset } from '../tools/toolset.ts';
import { type Answer, startAnswer } from './answer.ts';
import { beginTurn, NOTHING_TO_READ, settingsFor } from './begin-turn.ts';
import { type AnswerBound, boundAnswer, type CallBound } from './bound.ts';
import { chosenModel } from './chosen-model.ts';
import { describeFound, lookUpFor } from './look-up-for.ts';
import { type Measured, measure, reservedBy } from './measure.ts';
import { openGuardOf } from './open-guard.ts';
import { boundWithTools, learnWithout, ownToolsOf } from './own-tools.ts';
import { createPassageBook } from './passage-book.ts';
import type { AnswerPlan } from './plan.ts';
import { createPromptPlan } from './prompt-plan.ts';
import { chargeSoFar } from './reserve.ts';
import { billThoughts } from './thoughts.ts';
import { createTurnStore } from './turn-store.ts';

export interface ChatContext {
  identity: Identity;
  chat: AcceptedChat;
  idempotencyKey: string | undefined;
  /** False when the client wants an answer of its own. */
  mayShare: boolean;
}

export async function beginAnswer(services: Services, context: ChatContext): Promise<Answer> {
  const { config, log, now, spans, waitUntil } = services;
  const { identity, chat } = context;
  const caller = chat.caller ?? null;
  const startedAtMs = now();
  const { answerBounds, catalogue } = config;
  const answerBound = boundAnswer(chat.passed, caller === null ? answerBounds.client : answerBounds.person);
  const boundBy = async (settings: SettledSettings | undefined) => {
    const tools = await createToolset(services, settings ?? NO_SETTINGS);
    return { tools, ...boundWithTools(services, chat, answerBound, { settings, tools }) };
  };
  const [fingerprint, pseudonym] = await Promise.all([
    isComparable(context) ? fingerprintOf(chat, caller) : NEVER_COMPARED,
    caller === null ? null : pseudonymise(config.sharedSecrets[0], caller.user_id),
  ]);
  const isPrivate = chat.isPrivate === true;
  const settings =
    caller === null ? NOTHING_TO_READ : settingsFor(services, caller, chat.seenSettings, isPrivate);
  const known = settings.findSettings();
  const atFirst = await boundBy(known);
  const unbounded = accountOf(identity, caller, services);
  const turns = createTurnStore(services, {
    caller,
    pseudonym,
    account: unbounded,
    apiKeyId: identity.kind === 'client' ? identity.apiKey.id : null,
    requestKey: requestKeyOf(unbounded, context.idempotencyKey ?? crypto.randomUUID()),
    question: questionOf(chat),
    ...(chat.remembered === undefined ? {} : { attachments: chat.remembered.attachments }),
    follows: chat.follows && {
      action: chat.follows.action,
      requestKey: requestKeyOf(unbounded, chat.follows.request),
    },
    isRemembered: chat.isRemembered,
    isPrivate,
    startedAtMs,
    reserved: reservedBy(measure(services, chat, atFirst.callBound, known)),
  });
  const isReplay = identity.kind === 'bot' ? () => services.nonces.has(identity.nonce.value) : undefined;
  const openTurn: typeof turns.openTurn = (options) => spans.run('history', () => turns.openTurn(options));
  const begun = await beginTurn(openTurn, settings, known, isReplay?.() === true);
  // What the settings switch on may have to be asked for.
  const { callBound, fields, tools } = begun.settings === known ? atFirst : await boundBy(begun.settings);
  const measured = measure(services, chat, callBound, begun.settings);
  const account = begun.settings === undefined ? unbounded : limitedBy(unbounded, begun.settings);
  const searches = createSearchAccount();
  const guard = searches.charging(
    openGuard(services, context, { account, fingerprint, pseudonym, reserve: measured.reserve }),
  );
  const { llm } = config;
  const { signer, trace } = services;
  const readFailure = failureReaderOf(services, chat);
  const book = createPassageBook();
  const plan = {
    ...createPlan(services, chat, caller, { answerBound, callBound, nowMs: startedAtMs, measured }),
    book,
    ...lineOf(chat, pseudonym),
    ...ownToolsOf(services, chat, {
      tools,
      fields,
      callBound,
      model: measured.model,
      settings: begun.settings,
      documents:
        caller === null
          ? null
          : {
              search: (query) =>
                searches.count(searchDocuments(services, caller, spacesFor(caller, isPrivate), query)),
              book,
            },
    }),
  };
  const answer = startAnswer(
    {
      guard: { ...guard, admit: () => spans.run('guard', guard.admit) },
      ...(isReplay === undefined ? {} : { isReplay }),
      findSettings: () => begun.settings,
      keepSettings: settings.keepSettings,
      ...turns,
      openTurn: begun.openTurn,
      ...(caller === null
        ? {}
        : {
            lookUp: (settled) => {
              const look = lookUpFor(services, caller, chat, settled);
              // Begun within the span, so that its calls are seen under it.
              return look && spans.run('knowledge', () => searches.count(look()), describeFound);
            },
          }),
      ...(caller === null
        ? {}
        : { takeBackDropped: (past) => takeBackDropped(services, caller.user_id, past.settings) }),
      callModel: (request, signal) =>
        spans.run('call', () => callModel({ llm, signer, trace, log, readFailure }, request, signal)),
      readFailure,
      // What is counted may be more than the text: tools of a client, images.
      ...(caller === null || showsImages(chat.messages) ? {} : { learn: learnWithout(services, fields) }),
      ...(caller === null ? {} : { cacheKeyOf: (id) => pseudonymise(config.sharedSecrets[0], id) }),
      moderate: moderationOf(services, {
        identity,
        chat,
        account,
        pseudonym,
        idempotencyKey: context.idempotencyKey,
        startedAtMs,
      }),
      findPrice: (name, provider) => findPrice(catalogue, name, provider),
      waitUntil,
      every,
      clock: { ...platformClock, now },
    },
    plan,
  );
  // While Redis and Postgres are being asked, the line costs no time.
  log.info('chat.started', { requester: identity.kind, stream: chat.stream });
  return answer;
}

function createPlan(
  { config, now }: Services,
  chat: AcceptedChat,
  caller: Caller | null,
  {
    answerBound,
    callBound,
    nowMs,
    measured: { price, estimate, instructionTokens },
  }: { answerBound: AnswerBound; callBound: CallBound; nowMs: number; measured: Measured },
): AnswerPlan {
  const priceOf = (name: string, provider: string | null) => findPrice(config.catalogue, name, provider);
  return {
    model: chat.model,
    defaultModel: config.catalogue.defaultName,
    ...(caller === null
      ? { buildPrompt: () => chat.messages, requester: 'client' }
      : {
          ...createPromptPlan(config, chat, caller, { nowMs, estimate, instructionTokens }),
          optionsFor: ({ settings: { persona } }) =>
            persona?.temperature == null || chat.passed.temperature !== undefined
              ? {}
              : { temperature: persona.temperature },
          modelFor: ({ settings }) => chosenModel(config.catalogue, chat, settings),
          requester: 'person',
          hasSpeech: firstNameOf(config.catalogue, 'speech') !== undefined,
        }),
    chargeOf: (prompt, { written, thoughts }) =>
      chargeSoFar({
        promptTokens: estimatePrompt(prompt, estimate) + Math.ceil(callBound.fieldTokens / BYTES_PER_TOKEN),
        writtenTokens: estimate(written) + billThoughts(thoughts, callBound.completionTokens, priceOf).tokens,
        price,
        answerBound: { tokens: callBound.completionTokens },
      }),
    passed: chat.passed,
    ...(chat.droppable === undefined ? {} : { droppable: chat.droppable }),
    streamOptions: chat.streamOptions,
    answerBound,
    callBound,
    ...(chat.imageSizes === undefined ? {} : { imageSizes: chat.imageSizes }),
    ...(caller !== null && showsImages(chat.messages) ? { inlinesImages: true } : {}),
    isBare: !chat.wantsLibra,
    stream: chat.stream,
    paceMs: chat.paceMs,
    // Settings may have been waited for.
    timeoutMs: Math.min(chat.timeoutMs, config.answerTimeoutMs) - (now() - nowMs),
  };
}

/** A name that no other person's conversation has, whatever it is called. */
function lineOf({ realtime }: AcceptedChat, pseudonym: string | null): Pick<AnswerPlan, 'line'> {
  if (realtime === undefined || pseudonym === null) return {};
  return { line: { name: `${pseudonym}.${realtime.talk}`, heardMs: realtime.heardMs } };
}

/** A model that was asked for by name, with nothing to stand in for it, is its client's choice, and so is its absence. */
function failureReaderOf({ config, log }: Services, chat: AcceptedChat): FailureReader {
  const { caller, model } = chat;
  if (caller !== undefined) {
    return createOwnFailureReader(log, showsImages(chat.messages) ? visionFault(config.catalogue) : null);
  }
  const targets = modelsOf((model === undefined ? undefined : findChain(config.catalogue, model)) ?? []);
  return targets.length === 1 ? readModelFailure : readChainFailure;
}

function openGuard(
  services: Services,
  { identity, chat, idempotencyKey, mayShare }: ChatContext,
  request: Pick<GuardRequest, 'account' | 'fingerprint' | 'pseudonym' | 'reserve'>,
): GuardSession {
  return openGuardOf(services, {
    ...request,
    // A button asks for an answer of its own.
    shareable: isShareable({ identity, chat, mayShare }),
    ...(identity.kind === 'bot' ? { nonce: identity.nonce } : {}),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...uncheckedOf(chat, idempotencyKey),
  });
}

/** The bot's keys are the ids of its interactions, and so of its deliveries. */
function uncheckedOf(
  { unchecked, caller, seenSettings = {} }: AcceptedChat,
  deliveryId: string | undefined,
): Pick<GuardRequest, 'unchecked'> {
  if (unchecked === undefined || caller === undefined || deliveryId === undefined) return {};
  return { unchecked: { ...unchecked, caller, deliveryId, seen: seenSettings } };
}

function accountOf(identity: Identity, caller: Caller | null, { config }: Services): Account {
  if (identity.kind === 'client') return accountOfApiKey(identity.apiKey);
  if (caller === null) throw new Error('A request of the bot was accepted without its caller');
  return accountOfCaller(caller, config);
}

/** The last message, as it is remembered. */
function questionOf({ messages, remembered }: AcceptedChat): TurnMessage {
  if (remembered !== undefined) return { role: 'user', content: remembered.text };
  const last = messages.at(-1);
  return last?.role === 'user' ? last : { role: 'user', content: '' };
}

/** A client's request says all that its answer depends on; a person's does so only as the first of a conversation. */
function isShareable({
  identity,
  chat,
  mayShare,
}: Pick<ChatContext, 'identity' | 'chat' | 'mayShare'>): boolean {
  const isWanted = chat.mayShare || (cachesByItself(identity) && !chat.declinesSharing);
  if (!mayShare || !isWanted || chat.follows !== undefined || !chat.isRemembered) return false;
  return chat.caller === undefined || isSingleQuestion(chat);
}

/** The operator has switched the cache on for this key. */
function cachesByItself(identity: Identity): boolean {
  return identity.kind === 'client' && identity.apiKey.settings.cache === true;
}

/** What no other request is compared with needs no fingerprint: that of a request with images costs time and memory. */
function isComparable(context: ChatContext): boolean {
  return context.idempotencyKey !== undefined || isShareable(context);
}

/** One question and no earlier turn: what the answer depends on is all in it. */
function isSingleQuestion({ messages }: AcceptedChat): boolean {
  return messages.filter(({ role }) => role === 'user' || role === 'assistant').length === 1;
}
