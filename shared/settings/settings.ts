/**
 * What a server, a channel and a person may set. Every field is optional: absent means that the wider scope decides. Pure.
 *
 *   operator's ceilings → server → channel → person
 *
 * What is set for a channel holds in its threads. `effective.ts` says how the scopes become one.
 */
import type { Locale } from '../contract/caller.ts';
import type { Category } from '../moderation/categories.ts';
import type { ModerationLevel } from '../moderation/level.ts';

export const SCOPES = ['server', 'channel', 'person'] as const;
export type Scope = (typeof SCOPES)[number];

export interface Moderation {
  level: ModerationLevel;
  /** Categories that are treated otherwise than `level` says. */
  categories?: Partial<Record<Category, ModerationLevel>>;
}

export const CONVERSATION_KINDS = ['person', 'channel'] as const;
export type ConversationKind = (typeof CONVERSATION_KINDS)[number];

export const COST_AUDIENCES = ['nobody', 'moderators', 'everybody'] as const;
export type CostAudience = (typeof COST_AUDIENCES)[number];

/** With `allow`, Libra answers in those channels alone; never in those of `deny`. An empty `allow` allows every channel. */
export interface AnswersIn {
  allow: string[];
  deny: string[];
}

/** A day is one of UTC. Of several roles, the one that allows most counts, each amount for itself. */
export interface RoleLimit {
  roleId: string;
  callsPerMin?: number;
  tokensPerDay?: number;
  microUsdPerDay?: number;
}

export interface ChannelSettings {
  /** Of Libra's own texts, and of its answers unless somebody writes in another one. */
  language?: Locale;
  /** A name of the catalogue. */
  model?: string;
  /** The name of one of the server's personas. */
  persona?: string;
  /** Added to the system prompt; a channel's stand below the server's. */
  instructions?: string;
  /** Only the person who asks sees the answer. */
  privateAnswers?: boolean;
  /** `channel`: everybody in a channel talks with Libra in one conversation. */
  conversation?: ConversationKind;
  /** False: nothing that is said is stored. */
  memory?: boolean;
  moderation?: Moderation;
  showCosts?: CostAudience;
  /** The question is quoted above its answer. */
  showQuestion?: boolean;
  /** Who speaks answers, as the provider names the voice. */
  voice?: string;
}

export interface ServerSettings extends ChannelSettings {
  /** Other models are chosen neither by a channel nor by a person. */
  allowedModels?: string[];
  answersIn?: AnswersIn;
  roleLimits?: RoleLimit[];
  /** Of the whole server in a day (UTC); the operator's bound holds beside them. */
  dailyTokens?: number;
  dailyMicroUsd?: number;
  /** MCP servers of the operator's list that are switched on, by name. Absent: none. */
  toolServers?: string[];
  /** Tools that the model is not offered, Libra's own and those of MCP servers, by the names that the model knows. */
  toolsOff?: string[];
}

export interface PersonSettings {
  language?: Locale;
  model?: string;
  /** Holds in servers that have a persona of this name. */
  persona?: string;
  /** IANA, as `Asia/Seoul`. */
  timeZone?: string;
  voice?: string;
  /** Each answer is spoken as well. */
  spokenReplies?: boolean;
  /** Only false is stored: a person cannot switch on what a server has switched off. */
  memory?: boolean;
}

export interface SettingsOf {
  server: ServerSettings;
  channel: ChannelSettings;
  person: PersonSettings;
}

export type FieldOf<In extends Scope> = keyof SettingsOf[In];

/** About a page of text: it is sent with every question. */
export const MAX_INSTRUCTIONS_CHARS = 4_000;
export const MAX_PERSONA_NAME_CHARS = 32;
/** As long as a request's own field may be. */
export const MAX_MODEL_CHARS = 100;
export const MAX_ALLOWED_MODELS = 100;
/** Of each of the two lists. */
export const MAX_LISTED_CHANNELS = 100;
export const MAX_ROLE_LIMITS = 10;
export const MAX_CALLS_PER_MIN = 10_000;
/** Sums stay exact in Redis' scripts and in JavaScript. */
export const MAX_DAILY = 1_000_000_000_000;
export const MAX_TOOL_SERVERS = 20;
export const MAX_TOOLS_OFF = 200;
/** As long as OpenAI allows. */
export const MAX_TOOL_NAME_CHARS = 64;
/** Channels of one server with settings of their own. */
export const MAX_SET_CHANNELS = 200;
/** The longest name of a time zone has 32. */
export const MAX_TIME_ZONE_CHARS = 64;
