/** Composition: the moderation of one answer in terms of this isolate's services. */
import { findPrice } from '../../../shared/catalogue/catalogue.ts';
import { costMicroUsd, type Price } from '../../../shared/catalogue/price.ts';
import { textOf } from '../../../shared/chat/messages.ts';
import type { ModerationConfig } from '../../../shared/config/moderation.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { concernsSelfHarm } from '../../../shared/moderation/categories.ts';
import {
  blocksAnything,
  chosenPolicy,
  isAllOff,
  type Policy,
  resolvePolicy,
} from '../../../shared/moderation/policy.ts';
import { flaggedNames } from '../../../shared/moderation/verdict.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { pseudonymise } from '../../../shared/observe/pseudonym.ts';
import type { EffectiveSettings } from '../../../shared/settings/effective.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import type { Identity } from '../access/authenticate.ts';
import type { RoundModeration } from '../answer/round.ts';
import type { Account } from '../limits/account.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';
import type { Services } from '../services.ts';
import { digestOf, recordEvent } from './events.ts';
import { createJudge } from './judge.ts';
import { judgeQuestion } from './judge-request.ts';
import { refuseClient, refusePerson } from './refuse.ts';
import { screenAnswer } from './screen.ts';
import { type JudgedAnswer, type ModerationEvent, startModeration } from './session.ts';
import { strike } from './strikes.ts';

export interface ModeratedRequest {
  identity: Identity;
  chat: AcceptedChat;
  account: Account;
  /** The caller's, or null. */
  pseudonym: string | null;
  idempotencyKey: string | undefined;
  startedAtMs: number;
}

/** Undefined: nobody judges this request, whatever its server has chosen. */
export function moderationOf(
  services: Services,
  request: ModeratedRequest,
): ((settings: EffectiveSettings) => RoundModeration | null) | undefined {
  const config = services.config.moderation;
  if (config === null || !isJudged(request.identity)) return undefined;
  return (settings) => moderate(services, config, request, settings);
}

/** An API client's conversations are its own affair, unless the operator says otherwise of its key. */
function isJudged(identity: Identity): boolean {
  return identity.kind === 'bot' || identity.apiKey.settings.moderation === true;
}

function moderate(
  services: Services,
  config: ModerationConfig,
  request: ModeratedRequest,
  settings: EffectiveSettings,
): RoundModeration | null {
  const { chat } = request;
  const policy = policyOf(config, chat.caller ?? null, settings);
  if (isAllOff(policy)) return null;
  const asked = chat.messages.filter(({ role }) => role === 'user');
  const session = startModeration(
    {
      judge: createJudge(services, config),
      report: (event) => services.waitUntil(report(services, request, event)),
    },
    {
      policy,
      question: judgeQuestion(chat.messages),
      questionText: asked.map(({ content }) => textOf(content)).join('\n\n'),
      answer: answerOf(config, chat),
    },
  );
  const { answer } = session;
  // One that waits for its answer is judged while that is being written, which keeps the isolate at work.
  if (answer !== 'whole') services.waitUntil(session.question);
  const refuse = chat.caller === undefined ? refuseClient : refusePerson;
  const clock = { ...platformClock, now: services.now };
  const isHeard = chat.realtime !== undefined;
  const screen = (body: ReadableStream<Uint8Array>) =>
    screenAnswer(body, { session, holdMs: config.holdMs, clock, refuse, isHeard });
  const price = findPrice(services.config.catalogue, config.model, null);
  return {
    question: session.question,
    screen: blocksAnything(policy) ? screen : null,
    judgeProposed: async (text) => (answer === 'not' ? null : session.judgeAnswer(text)),
    bill() {
      const { calls, tokens } = session.judged();
      return { calls, microUsd: costOf(price, tokens) };
    },
  };
}

function costOf(price: Price | undefined, promptTokens: number): number {
  return price === undefined ? 0 : costMicroUsd(price, { promptTokens, completionTokens: 0 });
}

/** Who gets an answer in one piece has nothing of its being judged in several. */
function answerOf({ answers }: ModerationConfig, { stream }: AcceptedChat): JudgedAnswer {
  if (answers === 'off') return 'not';
  return answers === 'whole' || !stream ? 'whole' : 'in_windows';
}

function policyOf(
  { defaults, floor }: ModerationConfig,
  caller: Caller | null,
  { moderation }: EffectiveSettings,
): Policy {
  const place = caller?.age_restricted === true ? 'ageRestricted' : 'usual';
  const server = moderation === null ? {} : chosenPolicy(moderation);
  return resolvePolicy({ defaults: defaults[place], server, floor: floor[place] });
}

const STORE_DEADLINE_MS = 5_000;

/** Never rejects. */
async function report(
  services: Services,
  { chat, account, pseudonym, idempotencyKey, startedAtMs }: ModeratedRequest,
  { text, ...found }: ModerationEvent,
): Promise<void> {
  const { config, log, now } = services;
  const [secret] = config.sharedSecrets;
  const { caller } = chat;
  log.info('moderation.found', {
    side: found.side,
    action: found.action,
    categories: Object.keys(found.flagged).join(' '),
    account: await pseudonymise(secret, account.owner),
  });
  if (caller === undefined || pseudonym === null) return;
  try {
    // A person in need is met with where to find help as often as they say so, and not with a pause.
    if (found.action === 'blocked' && !concernsSelfHarm(flaggedNames(found.flagged))) {
      const block = await strike(config.redis, account.id, now);
      if (block !== null) log.info('moderation.paused', { account: pseudonym });
    }
  } catch (error) {
    log.warn('moderation.unstruck', { error: errorName(error) });
  }
  // Direct messages have no moderators.
  if (caller.guild_id === null) return;
  try {
    await recordEvent(services.openDatabase(STORE_DEADLINE_MS), {
      ...found,
      guildId: caller.guild_id,
      channelId: caller.channel_id,
      userId: caller.user_id,
      pseudonym,
      interactionId: idempotencyKey ?? null,
      hash: await digestOf(secret, text),
      startedAtMs,
    });
  } catch (error) {
    log.error('moderation.store_failed', { error: errorName(error) });
  }
}
