/** Composition: an accepted chat request in terms of this isolate's services, as an answer that has begun. */
import { findChain, findPrice, modelsOf } from '../../../shared/catalogue/catalogue.ts';
import type { ChatOptions } from '../../../shared/chat/completions.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { pseudonymise } from '../../../shared/observe/pseudonym.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import { every } from '../../../shared/time/wait.ts';
import type { Identity } from '../access/authenticate.ts';
import type { TurnMessage } from '../conversation/message-row.ts';
import { createSearchAccount, type SearchAccount } from '../documents/search-account.ts';
import { fingerprintOf, NEVER_COMPARED } from '../idempotency/fingerprint.ts';
import { requestKeyOf } from '../idempotency/key.ts';
import { type Account, accountOfApiKey, accountOfCaller, limitedBy } from '../limits/account.ts';
import type { GuardSession } from '../limits/cost-guard.ts';
import type { GuardRequest } from '../limits/guard-store.ts';
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
import { boundAnswer } from './bound.ts';
import { createPlan } from './create-plan.ts';
import type { AnswerDeps } from './deps.ts';
import { describeFound, lookUpFor } from './look-up-for.ts';
import { measure, reservedBy } from './measure.ts';
import { openGuardOf } from './open-guard.ts';
import { boundWithTools, learnWithout } from './own-tools.ts';
import { createTurnStore } from './turn-store.ts';

export interface ChatContext {
  identity: Identity;
  chat: AcceptedChat;
  idempotencyKey: string | undefined;
  /** False when the client wants an answer of its own. */
  mayShare: boolean;
}

export async function beginAnswer(services: Services, context: ChatContext): Promise<Answer> {
  const { config, log, now, spans } = services;
  const { identity, chat } = context;
  const caller = chat.caller ?? null;
  const startedAtMs = now();
  const { answerBounds } = config;
  const answerBound = boundAnswer(chat.passed, caller === null ? answerBounds.client : answerBounds.person);
  const boundBy = async (settings: SettledSettings | undefined) => {
    const tools = await createToolset(services, settings ?? NO_SETTINGS);
    return { tools, ...boundWithTools(services, chat, answerBound, { settings, tools }) };
  };
  const [fingerprint, pseudonym] = await Promise.all([
    isComparable(context) ? fingerprintOf(chat, caller) : NEVER_COMPARED,
    caller === null ? null : pseudonymise(config.sharedSecrets[0], caller.user_id),
  ]);
  const settings = caller === null ? NOTHING_TO_READ : settingsFor(services, { ...chat, caller });
  const known = settings.findSettings();
  const atFirst = await boundBy(known);
  const unbounded = accountOf(identity, caller, services);
  const turns = createTurnStore(services, {
    ...turnOf(context, unbounded),
    pseudonym,
    startedAtMs,
    reserved: reservedBy(measure(services, chat, atFirst.callBound, known)),
  });
  const openTurn: typeof turns.openTurn = (options) => spans.run('history', () => turns.openTurn(options));
  const isReplay = identity.kind === 'bot' ? () => services.nonces.has(identity.nonce.value) : undefined;
  const begun = await beginTurn(openTurn, settings, known, isReplay?.() === true);
  // What the settings switch on may have to be asked for.
  const bounds = begun.settings === known ? atFirst : await boundBy(begun.settings);
  const measured = measure(services, chat, bounds.callBound, begun.settings);
  const account = begun.settings === undefined ? unbounded : limitedBy(unbounded, begun.settings);
  const searches = createSearchAccount();
  const guard = searches.charging(
    openGuard(services, context, { account, fingerprint, pseudonym, reserve: measured.reserve }),
  );
  const moderate = moderationOf(services, {
    identity,
    chat,
    account,
    pseudonym,
    idempotencyKey: context.idempotencyKey,
    startedAtMs,
  });
  const plan = createPlan(services, chat, {
    ...bounds,
    answerBound,
    measured,
    settings: begun.settings,
    searches,
    pseudonym,
    startedAtMs,
  });
  const answer = startAnswer(
    {
      ...outsideOf(services, chat),
      ...(caller === null ? {} : personDeps(services, chat, caller, { searches, fields: bounds.fields })),
      ...turns,
      openTurn: begun.openTurn,
      findSettings: () => begun.settings,
      keepSettings: settings.keepSettings,
      guard: { ...guard, admit: () => spans.run('guard', guard.admit) },
      ...(isReplay === undefined ? {} : { isReplay }),
      moderate,
    },
    plan,
  );
  // While Redis and Postgres are being asked, the line costs no time.
  log.info('chat.started', { requester: identity.kind, stream: chat.stream });
  return answer;
}

/** What is stored of it, as far as the request says. */
function turnOf({ identity, chat, idempotencyKey }: ChatContext, account: Account) {
  const { caller = null, remembered, follows, isRemembered, isPrivate = false } = chat;
  return {
    caller,
    account,
    apiKeyId: identity.kind === 'client' ? identity.apiKey.id : null,
    requestKey: requestKeyOf(account, idempotencyKey ?? crypto.randomUUID()),
    question: questionOf(chat),
    ...(remembered === undefined ? {} : { attachments: remembered.attachments }),
    follows: follows && { action: follows.action, requestKey: requestKeyOf(account, follows.request) },
    isRemembered,
    isPrivate,
  };
}

function outsideOf(services: Services, chat: AcceptedChat) {
  const { config, log, now, signer, spans, trace, waitUntil } = services;
  const { catalogue, llm } = config;
  const readFailure = failureReaderOf(services, chat);
  return {
    callModel: (request, signal) =>
      spans.run('call', () => callModel({ llm, signer, trace, log, readFailure }, request, signal)),
    readFailure,
    findPrice: (name, provider) => findPrice(catalogue, name, provider),
    waitUntil,
    every,
    clock: { ...platformClock, now },
  } satisfies Partial<AnswerDeps>;
}

/** What only a person's answer needs. */
function personDeps(
  services: Services,
  chat: AcceptedChat,
  caller: Caller,
  { searches, fields }: { searches: SearchAccount; fields: ChatOptions },
): Partial<AnswerDeps> {
  const { config, spans } = services;
  return {
    lookUp(settled) {
      const look = lookUpFor(services, caller, chat, settled);
      // Begun within the span, so that its calls are seen under it.
      return look && spans.run('knowledge', () => searches.count(look()), describeFound);
    },
    takeBackDropped: (past) => takeBackDropped(services, caller.user_id, past.settings),
    cacheKeyOf: (id) => pseudonymise(config.sharedSecrets[0], id),
    // What is counted may be more than the text: tools of a client, images.
    ...(showsImages(chat.messages) ? {} : { learn: learnWithout(services, fields) }),
  };
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
