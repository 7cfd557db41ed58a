/** The bot's calls to the bff: signed, traced, each with its own deadline. No failure throws. */

import {
  CHOOSE_PATH,
  type ChooseRequest,
  type ChooseResponse,
  RATE_PATH,
  type RateRequest,
  type RateResponse,
} from '../../../shared/contract/answers.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import {
  type ConversationHistory,
  FORGET_PATH,
  type ForgetRequest,
  HISTORY_PATH,
  type HistoryRequest,
  type ResetRequest,
  type ResetResponse,
} from '../../../shared/contract/conversations.ts';
import {
  MODERATION_LOG_PATH,
  type ModerationLogRequest,
  type ModerationLogResponse,
} from '../../../shared/contract/moderation.ts';
import {
  OFFERED_MODELS_PATH,
  type OfferedModels,
  type OfferedModelsRequest,
} from '../../../shared/contract/offered-models.ts';
import {
  type ErasureReceipt,
  PRIVACY_ERASE_PATH,
  PRIVACY_REMEMBER_PATH,
  PRIVACY_SUMMARY_PATH,
  type PrivacyRequest,
  type PrivacySummary,
  type RememberRequest,
} from '../../../shared/contract/privacy.ts';
import { RESET_PATH, STATUS_PATH } from '../../../shared/contract/routes.ts';
import type { BffStatus, StatusRequest } from '../../../shared/contract/status.ts';
import type { BffAccess } from './access.ts';
import { type BffReply, createBffCall, createBffExchange } from './call.ts';
import { createDocumentsClient, type DocumentsClient } from './documents.ts';
import { createMemoryClient, type MemoryClient } from './memory.ts';
import {
  type ChoicesClient,
  createChoicesClient,
  createPersonasClient,
  type PersonasClient,
} from './personas.ts';
import { createSettingsClient, type SettingsClient } from './settings.ts';
import { createToolsClient, type ToolsClient } from './tools.ts';
import { createVoiceMessagesClient, type VoiceMessagesClient } from './voice-messages.ts';

export interface BffClient {
  settings: SettingsClient;
  tools: ToolsClient;
  /** `isModerator`: in this channel. */
  reset(caller: Caller, isModerator: boolean): Promise<BffReply<ResetResponse>>;
  /** Nobody has seen the answer to this request: its turn goes. */
  forget(caller: Caller, request: string, timeoutMs?: number): Promise<BffReply<unknown>>;
  /** How the person finds the answer to this request. */
  rate(caller: Caller, request: string, rating: RateRequest['rating']): Promise<BffReply<RateResponse>>;
  /** The stored turn of this request is to have this answer. */
  choose(caller: Caller, request: string, answer: string): Promise<BffReply<ChooseResponse>>;
  /** What the next question would be asked with; the turn `forget` is forgotten first. */
  history(
    caller: Caller,
    options: { isModerator: boolean; forget: string | undefined },
  ): Promise<BffReply<ConversationHistory>>;
  /** What moderation has found in the caller's server. */
  moderationLog(caller: Caller, page: number): Promise<BffReply<ModerationLogResponse>>;
  status(caller: Caller): Promise<BffReply<BffStatus>>;
  /** The models that may be chosen here. */
  offeredModels(caller: Caller): Promise<BffReply<OfferedModels>>;
  memory: MemoryClient;
  personas: PersonasClient;
  documents: DocumentsClient;
  voiceMessages: VoiceMessagesClient;
  /** What people and channels have chosen. */
  choices: ChoicesClient;
  privacySummary(caller: Caller): Promise<BffReply<PrivacySummary>>;
  /** The person's choice whether what they say is stored. */
  remember(caller: Caller, remember: boolean): Promise<BffReply<PrivacySummary>>;
  erase(caller: Caller): Promise<BffReply<ErasureReceipt>>;
}

/** Below Discord's 3 seconds with room for the way there and back. */
const TIMEOUT_MS = 2_200;
/** The bff needs 1.4 s to find out that everything hangs; its report is better than none. */
const STATUS_TIMEOUT_MS = 2_000;
/** Below the 1.8 seconds that the call to the object has, which makes it. */
const RATE_TIMEOUT_MS = 1_400;
/** What it is needed for is still to follow within the same 3 seconds. */
const OFFER_TIMEOUT_MS = 1_200;
/** Nobody waits for it. */
const FORGET_TIMEOUT_MS = 10_000;

export function createBffClient(options: BffAccess & { traceparent: string }): BffClient {
  const call = createBffCall(options);
  return {
    settings: createSettingsClient(createBffExchange(options)),
    tools: createToolsClient(call),
    reset: (caller, isModerator) =>
      call<ResetResponse>(
        RESET_PATH,
        { libra: { caller }, ...moderator(isModerator) } satisfies ResetRequest,
        TIMEOUT_MS,
      ),
    forget: (caller, request, timeoutMs = FORGET_TIMEOUT_MS) =>
      call<unknown>(FORGET_PATH, { libra: { caller }, request } satisfies ForgetRequest, timeoutMs),
    rate: (caller, request, rating) =>
      call<RateResponse>(
        RATE_PATH,
        { libra: { caller }, request, rating } satisfies RateRequest,
        RATE_TIMEOUT_MS,
      ),
    choose: (caller, request, answer) =>
      call<ChooseResponse>(
        CHOOSE_PATH,
        { libra: { caller }, request, answer } satisfies ChooseRequest,
        FORGET_TIMEOUT_MS,
      ),
    history: (caller, { isModerator, forget }) =>
      call<ConversationHistory>(
        HISTORY_PATH,
        {
          libra: { caller },
          ...moderator(isModerator),
          ...(forget === undefined ? {} : { forget }),
        } satisfies HistoryRequest,
        TIMEOUT_MS,
      ),
    moderationLog: (caller, page) =>
      call<ModerationLogResponse>(
        MODERATION_LOG_PATH,
        { libra: { caller }, page } satisfies ModerationLogRequest,
        TIMEOUT_MS,
      ),
    status: (caller) =>
      call<BffStatus>(STATUS_PATH, { libra: { caller } } satisfies StatusRequest, STATUS_TIMEOUT_MS),
    offeredModels: (caller) =>
      call<OfferedModels>(
        OFFERED_MODELS_PATH,
        { libra: { caller } } satisfies OfferedModelsRequest,
        OFFER_TIMEOUT_MS,
      ),
    memory: createMemoryClient(call),
    personas: createPersonasClient(call),
    documents: createDocumentsClient(call),
    voiceMessages: createVoiceMessagesClient(call),
    choices: createChoicesClient(call),
    privacySummary: (caller) =>
      call<PrivacySummary>(PRIVACY_SUMMARY_PATH, { libra: { caller } } satisfies PrivacyRequest, TIMEOUT_MS),
    remember: (caller, remember) =>
      call<PrivacySummary>(
        PRIVACY_REMEMBER_PATH,
        { libra: { caller }, remember } satisfies RememberRequest,
        TIMEOUT_MS,
      ),
    erase: (caller) =>
      call<ErasureReceipt>(PRIVACY_ERASE_PATH, { libra: { caller } } satisfies PrivacyRequest, TIMEOUT_MS),
  };
}

function moderator(isModerator: boolean): { is_moderator?: true } {
  return isModerator ? { is_moderator: true } : {};
}
